// The program's standard output and error are pipes in these tests. Whoever opens process.stdout makes such a pipe one that
// does not block, for everybody who writes to it.

import test from 'ava';
import { runMeasured, runPlain } from '../run-measured.js';

test('The preload and the daemon thread leave standard output and error unopened', async (t) => {
  const plain = await runPlain('files/open-streams.cjs');
  const run = await runMeasured(t, 'files/open-streams.cjs');
  t.is(plain.stdout, '[]');
  t.is(run.stdout, plain.stdout);
  t.is(run.pods, 1);
});
