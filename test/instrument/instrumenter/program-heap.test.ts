// What instrumenting takes is not taken from the program: neither its memory nor its life.

import test from 'ava';
import { temporaryDirectory } from '../../temporary-directory.js';
import { runMeasured } from '../run-measured.js';

const OUTPUT = '2\n[]\ntrue\n';

test('InstrumenterChannel leaves nothing of a first start in the program', async (t) => {
  const run = await runMeasured(t, 'heap/big-source.cjs');
  t.is(run.stdout, OUTPUT);
  t.is(run.stderr, '');
  t.is(run.calls.get('made.cjs:f1'), 1);
});

test('InstrumenterChannel has a source that is too large for a small heap loaded as it is', async (t) => {
  const nodeArgs = ['--max-old-space-size=50'];
  const run = await runMeasured(t, 'heap/big-source.cjs', { nodeArgs, env: { COVD_STORE: temporaryDirectory(t) } });
  t.is(run.stdout, OUTPUT);
  t.is(run.exitCode, 0);
  t.regex(run.stderr, /^covd: not measured: \S+made\.cjs: .* instrumenter thread has run out of memory\n$/);
  t.is(run.calls.get('made.cjs:f1'), undefined);
  t.is(run.calls.get('big-source.cjs:<module>'), 1);
});
