// Every way to start a worker: the program sees what it sees without covd, and what the worker runs is counted.

import test from 'ava';
import { fixture, PRELOAD, runMeasured, runPlain } from '../run-measured.js';

const measured = test.macro(async (t, kind: string) => {
  const args = [kind];
  const plain = await runPlain('workers/start.cjs', { args });
  const run = await runMeasured(t, 'workers/start.cjs', { args });
  t.deepEqual(
    { stdout: run.stdout, stderr: run.stderr, exitCode: run.exitCode },
    { stdout: plain.stdout, stderr: plain.stderr, exitCode: plain.exitCode },
  );
  t.is(run.calls.get('work.cjs:work'), 1);
  t.is(run.calls.get('work.cjs:step'), 100);
});

for (const kind of [
  'plain',
  'empty execArgv',
  'own execArgv',
  'empty env',
  'empty execArgv and env',
  'shared env',
  'inherited options',
  'eval',
  'eval with empty env',
  'url',
  'nested',
  'subclass',
  'workerData and transferList',
  'odd transferList',
  'named import',
]) {
  test.serial(`patchWorker measures a worker: ${kind}`, measured, kind);
}

for (const kind of ['bad file', 'bad flag', 'bad execArgv']) {
  test.serial(`patchWorker leaves the error of a constructor that throws: ${kind}`, async (t) => {
    const plain = await runPlain('workers/start.cjs', { args: [kind] });
    const run = await runMeasured(t, 'workers/start.cjs', { args: [kind] });
    t.is(run.stdout, plain.stdout);
    t.is(run.stderr, '');
  });
}

test.serial('patchWorker measures workers of a program whose preload is a flag of the command line', async (t) => {
  const run = await runMeasured(t, 'workers/start.cjs', {
    args: ['empty execArgv and env'],
    nodeArgs: ['--require', PRELOAD],
    env: { NODE_OPTIONS: '' },
  });
  t.is(run.calls.get('work.cjs:step'), 100);
});

test.serial('patchWorker leaves a worker alone that runs in a program that is not measured', async (t) => {
  const run = await runMeasured(t, 'workers/start.cjs', { args: ['plain'], env: { NODE_OPTIONS: '' } });
  t.is(run.pods, 0);
  t.true(run.stdout.includes('exit 0'), fixture('workers/start.cjs'));
});

test.serial('patchWorker lets new workers count on in the regions of those that have ended', async (t) => {
  const run = await runMeasured(t, 'workers/churn.cjs', { args: ['60', '3'] });
  t.is(run.stderr, '');
  t.is(run.calls.get('work.cjs:step'), 60 * 100);
  // 3 at a time load two files each, beside the main thread's one; a worker may start before the daemon has seen an end.
  t.true(Number(run.stdout) <= 1 + 2 * 3 * 3, run.stdout);
});
