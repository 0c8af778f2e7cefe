// Programs to which Node's flags forbid what covd needs: they run as without it, and one line says what is not measured.

import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { temporaryDirectory } from '../../temporary-directory.js';
import { fixture, PRELOAD, type RunOptions, readCalls, runMeasured, runPlain } from '../run-measured.js';

const PROGRAM = 'files/commonjs.cjs';
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

/** Runs the program plainly and measured from an empty store; asserts that they print the same; resolves to what covd said. */
async function compare(t: ExecutionContext, options: RunOptions) {
  const plain = await runPlain(PROGRAM, options);
  const env = { COVD_STORE: temporaryDirectory(t) };
  const run = await runMeasured(t, PROGRAM, { ...options, env });
  t.deepEqual([run.stdout, run.exitCode], [plain.stdout, plain.exitCode]);
  t.is(plain.exitCode, 0);
  return { ...run, said: run.stderr.split('\n').filter((line) => line.startsWith('covd')) };
}

test.serial('A program under --no-deprecation is measured', async (t) => {
  const { said, calls } = await compare(t, { nodeArgs: ['--no-deprecation'] });
  t.deepEqual(said, []);
  t.is(calls.get('lib.cjs:run'), 1);
});

test.serial('A program that may not start worker threads runs unmeasured', async (t) => {
  const { said, pods } = await compare(t, { nodeArgs: [PERMISSION, '--allow-fs-read=*'] });
  t.is(said.length, 1, said.join('\n'));
  t.regex(said[0] ?? '', /^covd: this program is not measured: start the daemon thread: Access to this API/);
  t.is(pods, 0);
});

test.serial('A program that may not load addons says once that nothing new can be instrumented', async (t) => {
  const { said, pods } = await compare(t, { nodeArgs: ['--no-addons'] });
  t.is(said.length, 1, said.join('\n'));
  t.regex(said[0] ?? '', /^covd: not measured: \S+\.cjs, and others for the same reason: load the parser: .*addon/);
  t.is(pods, 0);
});

test.serial('A program that may not load addons is measured out of the store', async (t) => {
  const env = { COVD_STORE: temporaryDirectory(t) };
  await runMeasured(t, PROGRAM, { env });
  const { stderr, calls } = await runMeasured(t, PROGRAM, { nodeArgs: ['--no-addons'], env });
  t.is(stderr, '');
  t.is(calls.get('lib.cjs:run'), 1);
});

if (process.platform === 'linux') {
  for (const [limit, message] of [
    ['-n 32', /^covd: this program is not measured: start the daemon thread: found a limit of 32 open files/],
    ['-v 8000000', /^covd: this program is not measured: .*: found a limit of 7\.6 GiB of address space \(ulimit -v\)/],
  ] as const) {
    test.serial(`A program under ulimit ${limit} runs unmeasured`, async (t) => {
      const plain = await runLimited(limit, { NODE_OPTIONS: '' });
      const dir = temporaryDirectory(t);
      const env = { NODE_OPTIONS: `--require ${PRELOAD}`, COVD_DIR: dir, COVD_STORE: temporaryDirectory(t) };
      const run = await runLimited(limit, env);
      t.deepEqual([run.stdout, run.exitCode], [plain.stdout, 0]);
      t.regex(run.stderr, message);
      t.is(run.stderr.split('\n').length, 1);
      t.is(readCalls(dir).pods, 0);
    });
  }
}

test.serial('A program from a startup snapshot of its own runs, on Node.js 22 and later unmeasured', async (t) => {
  const blob = join(temporaryDirectory(t), 'snapshot.blob');
  await execa(process.execPath, ['--snapshot-blob', blob, '--build-snapshot', fixture('files/snapshot-entry.cjs')]);
  const { said, pods } = await compare(t, { nodeArgs: ['--snapshot-blob', blob] });
  t.is(said.length, pods === 0 ? 1 : 0);
  for (const line of said) t.regex(line, /found a program that runs from a startup snapshot/);
});

/** A program that starts a worker, under a limit of the shell's. */
function runLimited(limit: string, env: NodeJS.ProcessEnv) {
  const command = `ulimit ${limit} && exec "$0" "$@"`;
  return execa('sh', ['-c', command, process.execPath, fixture('workers/start.cjs'), 'plain'], { env });
}
