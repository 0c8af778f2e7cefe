// A harness that waits for orders, so that a test can emit and clear from outside at a moment of its choice.

import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { createScratch, endCleanly, HARNESS, type Scratch, startMeasured } from './run-harness.js';

export interface ObedientHarness {
  scratch: Scratch;
  pid: number;
  running: Pick<ChildProcess, 'exitCode' | 'signalCode'>;
  /** Path of its socket. */
  socket: string;
  /** Resolves when the order has been carried out. */
  order(name: 'preClear' | 'postClear' | 'unprivileged' | 'privileged'): Promise<void>;
  /** Lets it run to its end and checks that it ends cleanly. */
  end(): Promise<void>;
}

/** Starts the harness at the test point `obey`. */
export async function startObedient(t: ExecutionContext, mode: CoverageMode = 'atomic'): Promise<ObedientHarness> {
  const scratch = createScratch(t);
  const args = [HARNESS, '--tp', 'obey', '-o', scratch.out] as const;
  // A flush while the harness has no privileges would be a warning.
  const running = startMeasured(scratch, args, { mode, dir: scratch.dir, ipc: true, env: { COVD_FLUSH: '0' } });
  const { pid, getOneMessage, sendMessage } = running;
  if (!getOneMessage || !sendMessage || pid === undefined) throw new Error('start harness: no channel to it');
  await getOneMessage();
  return {
    scratch,
    pid,
    running,
    socket: join(scratch.runtime, 'covd', `${pid}.sock`),
    async order(name) {
      const done = getOneMessage();
      await sendMessage(name);
      await done;
    },
    async end() {
      await sendMessage('end');
      await endCleanly(t, scratch, running);
      t.is((await running).stderr, '');
    },
  };
}
