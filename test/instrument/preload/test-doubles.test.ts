// A program that replaces functions of Node's can do so as without covd, and its test doubles see no call of ours, neither where
// its sources are instrumented nor where they come from the store.

import test from 'ava';
import { temporaryDirectory } from '../../temporary-directory.js';
import { runMeasured, runPlain } from '../run-measured.js';

test('The preload calls none of the functions that the program has replaced', async (t) => {
  const plain = await runPlain('files/counts-calls.cjs');
  t.regex(plain.stdout, /"fs\.readFileSync":\d/);
  const env = { COVD_STORE: temporaryDirectory(t) };
  for (const start of ['first', 'second']) {
    const run = await runMeasured(t, 'files/counts-calls.cjs', { env });
    t.deepEqual(JSON.parse(run.stdout), JSON.parse(plain.stdout), `${start} start`);
    t.is(run.stderr, plain.stderr);
    t.true([...run.calls.keys()].some((name) => name.startsWith('lib.mjs:')));
  }
});

test('The preload leaves functions where the program can replace them, and counts what runs at the end all the same', async (t) => {
  const plain = await runPlain('files/replaces-functions.cjs');
  const run = await runMeasured(t, 'files/replaces-functions.cjs');
  t.is(plain.exitCode, 0);
  t.deepEqual([run.stdout, run.stderr, run.exitCode], [plain.stdout, plain.stderr, plain.exitCode]);
  t.is(run.calls.get('lib.cjs:run'), 1);
});
