// `covd ps`, `emit`, `clear` and `window` on processes that run.

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { execaNode } from 'execa';
import { readLiveFunctions } from '../../../harness/judge.js';
import { startObedient } from '../../../harness/obedient-harness.js';
import { CLI, type Scratch } from '../../../harness/run-harness.js';

test.serial('ps, clear, emit and window work on the only process without being told its pid', async (t) => {
  const { scratch, pid, order, end } = await startObedient(t);
  const [listed] = JSON.parse((await covd(scratch, 'ps', '--json')).stdout);
  t.like(listed, { pid, mode: 'atomic', granularity: 'perblock', threads: 1, unmeasured: [] });
  t.regex((await covd(scratch, 'ps')).stdout, new RegExp(`^PID .*COMMAND\\n${pid} +atomic .*harness.js`));

  await covd(scratch, 'window', 'open', 'mine');
  await order('preClear');
  await covd(scratch, 'clear');
  await order('postClear');
  t.is((await covd(scratch, 'emit', '--dir', scratch.out, '--label', 'first')).stdout.split('\n').length, 2);
  const live = await readLiveFunctions(scratch.out);
  t.deepEqual([live.includes('preClear'), live.includes('postClear')], [false, true]);

  await emptyFolder(scratch.out);
  const [{ files }] = JSON.parse(
    (await covd(scratch, 'emit', '--window', 'mine', '--dir', scratch.out, '--json')).stdout,
  );
  t.is(files.length, 2);
  t.true((await readLiveFunctions(scratch.out)).includes('preClear'));
  await covd(scratch, 'window', 'close', 'mine');
  t.like(await covd(scratch, 'emit', '--window', 'mine', '--dir', scratch.out), { exitCode: 1 });
  await end();
});

test.serial('emit and clear in one step leave nothing for the next emit', async (t) => {
  const { scratch, pid, order, end } = await startObedient(t);
  await order('preClear');
  await covd(scratch, 'emit', '--pid', String(pid), '--clear', '--dir', scratch.out);
  t.true((await readLiveFunctions(scratch.out)).includes('preClear'));
  await emptyFolder(scratch.out);
  await covd(scratch, 'emit', '--pid', String(pid), '--dir', scratch.out);
  t.deepEqual(await readLiveFunctions(scratch.out), []);
  await end();
});

test.serial('emit says when there is no process, and when the directory is missing', async (t) => {
  const { scratch, end } = await startObedient(t);
  const missing = await covd(scratch, 'emit', '--dir', join(scratch.out, 'missing'));
  t.is(missing.exitCode, 1);
  t.regex(missing.stderr, /^covd: .*no such file or directory/);
  await end();
  const nobody = await covd(scratch, 'emit', '--dir', scratch.out);
  t.like(nobody, { exitCode: 1, stderr: 'covd: find process: no measured process of this user is running' });
});

test.serial('clear is refused in mode set with the mode named', async (t) => {
  const { scratch, end } = await startObedient(t, 'set');
  const { exitCode, stderr } = await covd(scratch, 'clear');
  t.is(exitCode, 1);
  t.regex(stderr, /mode set.*atomic/);
  await end();
});

const showHelp = test.macro({
  exec: async (t, verb: string) => {
    const { stdout, exitCode } = await execaNode(CLI, [...verb.split(' '), '--help']);
    t.is(exitCode, 0);
    t.regex(stdout, /Example:\n {2}\$ covd /);
  },
  title: (_, verb) => `${verb} --help shows an example`,
});

for (const verb of ['run', 'ps', 'emit', 'clear', 'window', 'window open', 'window close']) test.serial(showHelp, verb);

function covd({ runtime }: Scratch, ...args: string[]) {
  return execaNode(CLI, args, { env: { XDG_RUNTIME_DIR: runtime }, reject: false });
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name));
}
