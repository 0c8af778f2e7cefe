// Every ending of a program: its exit status, signal and output are those without covd, and its counts are written.

import test from 'ava';
import { runMeasured, runPlain } from '../run-measured.js';

const ends = test.macro(async (t, kind: string, calls: number) => {
  const args = [kind];
  const plain = await runPlain('endings/end.cjs', { args });
  const run = await runMeasured(t, 'endings/end.cjs', { args });
  t.deepEqual(
    { exitCode: run.exitCode, signal: run.signal, stdout: run.stdout, stderr: comparable(run.stderr) },
    { exitCode: plain.exitCode, signal: plain.signal, stdout: plain.stdout, stderr: comparable(plain.stderr) },
  );
  t.is(run.calls.get('end.cjs:reached') ?? 0, calls);
});

for (const [kind, calls] of [
  ['return', 1],
  ['process.exit', 1],
  ['exitCode', 1],
  ['uncaught error', 1],
  ['unhandled rejection', 1],
  ['exit listener', 2],
  ['exit listener that exits', 2],
  ['exit listener that throws', 2],
  ['replaced emit', 2],
  ['replaced reallyExit', 1],
  ['worker that exits', 1],
] as const) {
  test.serial(`flushAtProcessEnd writes the counts at the end by ${kind}`, ends, kind, calls);
}

for (const kind of ['abort', 'SIGTERM from inside']) {
  test.serial(`flushAtProcessEnd leaves the end by ${kind} alone`, async (t) => {
    const plain = await runPlain('endings/end.cjs', { args: [kind] });
    const run = await runMeasured(t, 'endings/end.cjs', { args: [kind] });
    t.is(run.signal, plain.signal);
    t.is(run.exitCode, plain.exitCode);
  });
}

test.serial('installPreload warns once, in all processes and threads, that COVD_DIR is not set', async (t) => {
  const { stderr, exitCode } = await runMeasured(t, 'children/start.cjs', {
    args: ['spawn'],
    env: { COVD_DIR: undefined },
  });
  t.is(stderr, 'covd: COVD_DIR not set, no coverage data emitted\n');
  t.is(exitCode, 0);
});

test.serial('installPreload says nothing where COVD_DIR is empty', async (t) => {
  const { stderr } = await runMeasured(t, 'children/start.cjs', { args: ['spawn'], env: { COVD_DIR: '' } });
  t.is(stderr, '');
});

test.serial('installPreload says nothing in a program that measures nothing', async (t) => {
  const { stderr } = await runMeasured(t, 'endings/end.cjs', {
    args: ['return'],
    env: { COVD_DIR: undefined, COVD_EXCLUDE: '["**"]' },
  });
  t.is(stderr, '');
});

test.serial('installPreload warns once of a COVD_DIR that does not exist, and makes nothing', async (t) => {
  const { stderr, exitCode } = await runMeasured(t, 'endings/end.cjs', {
    args: ['return'],
    env: { COVD_DIR: '/no/such/directory' },
  });
  t.is(stderr, 'covd: COVD_DIR /no/such/directory: no such file or directory, no coverage data emitted\n');
  t.is(exitCode, 0);
});

test.serial('installPreload warns of an option that it cannot read', async (t) => {
  const { stderr, calls } = await runMeasured(t, 'endings/end.cjs', { args: ['return'], env: { COVD_MODE: 'fast' } });
  t.is(stderr, 'covd: read COVD_MODE: found "fast", wanted one of set, count, atomic; using atomic\n');
  t.is(calls.get('end.cjs:reached'), 1);
});

/** Not compared: columns and the caret under them, and the frame below an 'exit' listener that throws (both documented). */
function comparable(text: string): string {
  return text
    .replaceAll(/(\/fixtures\/.*:\d+):\d+/g, '$1')
    .replaceAll(/^ *\^$/gm, '^')
    .replaceAll(/^ {4}at process\.emitThenFlush .*\n/gm, '');
}
