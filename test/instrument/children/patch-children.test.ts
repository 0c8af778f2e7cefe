// Every way to start a child process: each is measured as a process of its own.

import test from 'ava';
import { execa } from 'execa';
import { measuredEnvironment } from '../../../instrument/children/patch-children.js';
import { readOptions } from '../../../instrument/options/read-options.js';
import { PRELOAD, runMeasured, runPlain } from '../run-measured.js';

/** `calls` of the counted function over all processes, of which there are `pods`. */
const measured = test.macro(async (t, kind: string, { calls, pods }: { calls: number; pods: number }) => {
  const args = [kind];
  const plain = await runPlain('children/start.cjs', { args });
  const run = await runMeasured(t, 'children/start.cjs', { args });
  t.deepEqual(
    { stdout: run.stdout, stderr: run.stderr, exitCode: run.exitCode },
    { stdout: plain.stdout, stderr: plain.stderr, exitCode: plain.exitCode },
  );
  t.is(run.calls.get('work.cjs:step'), calls);
  t.is(run.pods, pods);
});

for (const kind of [
  'spawn',
  'spawn with empty env',
  'spawn with own NODE_OPTIONS',
  'spawn in another directory',
  'spawn in another directory with env',
  'fork',
  'fork with empty execArgv and env',
  'exec',
  'exec with empty env',
  'execFile',
  'spawnSync',
  'execSync',
  'execFileSync',
  'cluster',
  'spawn from a worker thread with empty env',
]) {
  test.serial(`patchChildren measures a child: ${kind}`, measured, kind, { calls: 100, pods: 2 });
}

for (const [kind, calls] of [
  ['spawn of a shell that runs node twice, with empty env', 200],
  ['spawn from a child with empty env', 100],
  ['cluster of two servers', 200],
] as const) {
  test.serial(`patchChildren measures each process: ${kind}`, measured, kind, { calls, pods: 3 });
}

test.serial('patchChildren leaves no trace in the error of a child that fails', async (t) => {
  const args = ['failing execSync'];
  const plain = await runPlain('children/start.cjs', { args });
  const run = await runMeasured(t, 'children/start.cjs', { args });
  t.is(withoutColumns(run.stdout), withoutColumns(plain.stdout));
});

test('patchChildren leaves child_process unloaded until the program asks for it', async (t) => {
  const listed = "process.moduleLoadList.includes('NativeModule child_process')";
  const { stdout } = await execa(process.execPath, ['--require', PRELOAD, '-p', listed], { env: { COVD_DIR: '' } });
  t.is(stdout, 'false');
});

test('patchChildren leaves process.noDeprecation as it was', async (t) => {
  const program = "Object.hasOwn(process, 'noDeprecation') + ' ' + process.noDeprecation";
  for (const [flags, shown] of [
    [[], 'false undefined'],
    [['--no-deprecation'], 'true true'],
  ] as const) {
    const args = [...flags, '--require', PRELOAD, '-p', program];
    const { stdout, stderr } = await execa(process.execPath, args, { env: { COVD_DIR: '' } });
    t.deepEqual([stdout, stderr], [shown, '']);
  }
});

test('patchChildren leaves the prototype of process handles as it was after the first child', async (t) => {
  const program = `
    const { Process } = process.binding('process_wrap');
    require('node:child_process').spawnSync(process.execPath, ['--version']);
    const child = require('node:child_process').spawn(process.execPath, ['--version']);
    console.log(Object.hasOwn(Process.prototype, 'onexit'), typeof child._handle.onexit);`;
  const { stdout } = await execa(process.execPath, ['--require', PRELOAD, '-e', program], { env: { COVD_DIR: '' } });
  t.is(stdout, 'false function');
});

test('measuredEnvironment makes a relative COVD_DIR absolute for the child', (t) => {
  const { options } = readOptions({ COVD_DIR: 'out' }, '/app');
  const pairs = measuredEnvironment(['A=1', 'COVD_DIR=out'], { options, preload: '/p.cjs', own: { COVD_DIR: 'out' } });
  t.true(pairs.includes('COVD_DIR=/app/out'));
  t.false(pairs.includes('COVD_DIR=out'));
  t.true(pairs.includes('A=1'));
});

test('measuredEnvironment keeps what the program has set itself', (t) => {
  const { options } = readOptions({ COVD_DIR: '/app/out' }, '/app');
  const pairs = measuredEnvironment(['COVD_DIR=/elsewhere', 'COVD_MODE=set'], { options, preload: '/p.cjs', own: {} });
  t.true(pairs.includes('COVD_DIR=/elsewhere'));
  t.true(pairs.includes('COVD_MODE=set'));
  t.false(pairs.includes('COVD_MODE=atomic'));
});

test('measuredEnvironment puts the preload before the NODE_OPTIONS of the child, once', (t) => {
  const { options } = readOptions({}, '/app');
  const pairs = measuredEnvironment(['NODE_OPTIONS=--no-warnings'], { options, preload: '/a b/p.cjs', own: {} });
  const first = pairs.filter((pair) => pair.startsWith('NODE_OPTIONS='));
  t.deepEqual(first, ['NODE_OPTIONS=--require "/a b/p.cjs" --no-warnings']);
  const again = measuredEnvironment(first, { options, preload: '/a b/p.cjs', own: {} });
  t.deepEqual(
    again.filter((pair) => pair.startsWith('NODE_OPTIONS=')),
    first,
  );
});

/** Columns of instrumented lines differ, as documented. */
function withoutColumns(text: string): string {
  return text.replaceAll(/(\/fixtures\/.*:\d+):\d+/g, '$1');
}
