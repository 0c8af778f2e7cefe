// Every way in which a process can end: exit code, signal and output are those of the plain program, and what was
// counted before is in COVD_DIR, in whole files.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execaNode } from 'execa';
import { listLiveFunctions } from './judge.js';
import { CLI, createScratch, FIXTURES, listSockets, type Scratch, startMeasured, waitForLines } from './run-harness.js';
import { decodeSnapshot } from './snapshot.js';

const PACKAGES = 'covd/test/fixtures/endings/...';

interface Ending {
  /** Sent from outside once the program has done its work. */
  signal?: NodeJS.Signals;
  execArgv?: string[];
  /** The process cannot say goodbye: what the last flush wrote has to do, and the socket stays behind. */
  isSudden?: boolean;
}

const ENDINGS: Record<string, Ending> = {
  'return.mjs': {},
  'return-commonjs.cjs': {},
  'exit-code-property.mjs': {},
  'exit-0.mjs': {},
  'exit-3.mjs': {},
  'exit-in-exit-listener.mjs': {},
  'work-in-exit-listener.mjs': {},
  'throw.mjs': {},
  'throw-later.mjs': {},
  'reject.mjs': {},
  'never-settles.mjs': {},
  'worker-exits.mjs': {},
  'worker-throws.mjs': {},
  'exit-while-worker-spins.mjs': {},
  'kill-itself.mjs': { isSudden: true },
  'handle-signal.mjs': { signal: 'SIGTERM' },
  'wait-for-signal.mjs': { signal: 'SIGTERM', isSudden: true },
  'spin-until-signal.mjs': { signal: 'SIGINT', isSudden: true },
  'abort.mjs': { isSudden: true },
  'out-of-memory.mjs': { isSudden: true, execArgv: ['--max-old-space-size=20'] },
};

const endAlike = test.macro({
  exec: async (t, program: string, ending: Ending) => {
    const scratch = createScratch(t);
    const plain = await runToEnd(scratch, program, { ...ending, measured: false });
    const measured = await runToEnd(scratch, program, { ...ending, measured: true });
    t.deepEqual(measured, plain);
    if (ending.isSudden) return;
    t.deepEqual(await listSockets(scratch), []);
    t.true((await listLiveFunctions(scratch.dir, PACKAGES)).includes('work'));
  },
  title: (_, program: string, ending: Ending) =>
    `a process that runs ${program} ends as it does plainly, by ${ending.signal ?? 'itself'}`,
});

for (const [program, ending] of Object.entries(ENDINGS)) test.serial(endAlike, program, ending);

test.serial('a process that waits for a signal loses nothing that was flushed before SIGTERM', async (t) => {
  const scratch = createScratch(t);
  const running = startEnding(scratch, 'wait-for-signal.mjs', { measured: true });
  await waitForLive(scratch, 'work');
  running.kill('SIGTERM');
  t.is((await running).signal, 'SIGTERM');
  t.true((await listLiveFunctions(scratch.dir, PACKAGES)).includes('work'));
});

test.serial(
  'a process that is killed at any moment leaves whole files, each counter file with its meta-data',
  async (t) => {
    for (let lines = 1; lines <= 30; lines++) {
      const scratch = createScratch(t);
      const running = startEnding(scratch, 'count-until-killed.mjs', { measured: true, env: { COVD_FLUSH: '1' } });
      const isFar = waitForLines(running, lines);
      await waitForFlush(scratch);
      await isFar;
      running.kill('SIGKILL');
      t.is((await running).signal, 'SIGKILL');
      await checkWhole(t, scratch);
    }
  },
);

interface End {
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
}

interface StartOptions extends Ending {
  measured: boolean;
  env?: NodeJS.ProcessEnv;
}

/** The first counter file is there; from then on it is replaced again and again. */
async function waitForFlush({ dir }: Scratch): Promise<void> {
  while (!(await readdir(dir)).some((name) => name.startsWith('covcounters.')));
}

/** One counter file; it and its meta-data can be read. A temporary file may be left. */
async function checkWhole(t: ExecutionContext, { dir }: Scratch): Promise<void> {
  const names = await readdir(dir);
  const counters = names.filter((name) => name.startsWith('covcounters.'));
  t.is(counters.length, 1, names.join());
  for (const name of counters) {
    const meta = await readFile(join(dir, `covmeta.${name.split('.')[1]}`));
    const bytes = await readFile(join(dir, name));
    t.notThrows(() => decodeSnapshot(meta, bytes));
  }
}

async function runToEnd(scratch: Scratch, program: string, options: StartOptions): Promise<End> {
  const running = startEnding(scratch, program, options);
  if (options.signal) {
    await waitForLines(running, 1);
    running.kill(options.signal);
  }
  const { exitCode, signal, stdout, timedOut } = await running;
  if (timedOut) throw new Error(`${program} did not end`);
  return { exitCode, signal, stdout };
}

function startEnding(scratch: Scratch, program: string, { measured, execArgv = [], env = {} }: StartOptions) {
  return startMeasured(scratch, [join(FIXTURES, 'endings', program)], {
    measured,
    dir: scratch.dir,
    execArgv,
    env: { COVD_ROOT: FIXTURES, ...env },
  });
}

/** Asks the directory again and again; whatever stands there at a moment is whole. */
async function waitForLive({ dir }: Scratch, name: string): Promise<void> {
  for (;;) {
    const { stdout } = await execaNode(CLI, ['debugdump', '-i', dir, '--live', '--pkg', PACKAGES]);
    if (stdout.includes(`Func: ${name}\n`)) return;
  }
}
