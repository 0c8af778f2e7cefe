// Starts the daemon thread. Runs in the main thread, once, when there is something to measure.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, type WorkerOptions } from 'node:worker_threads';
import type { CoverageOptions } from '../coverage-options.js';
import { messageOf } from '../message-of.js';
import { createSlab, takeOwnerToken } from '../slab/create-slab.js';
import type { DaemonStart } from '../thread-message.js';
import { checkSurroundings } from './check-surroundings.js';
import { DaemonChannel } from './daemon-channel.js';
import { warn } from './warn.js';

// Taken before the constructor is patched: the daemon is no measured thread.
const { Worker } = process.getBuiltinModule('node:worker_threads');

/** A thread's connection to the measurement of its process. */
export interface ThreadLink {
  slab: SharedArrayBuffer;
  /** Token of this thread in the slab. */
  owner: number;
  channel: DaemonChannel;
}

/** Makes the slab and the daemon thread; `distDirectory` is covd's dist/. @throws Error where they cannot be had */
export function startDaemon(options: CoverageOptions, distDirectory: string): ThreadLink {
  checkSurroundings();
  const slab = createSlab();
  const owner = takeOwnerToken(slab);
  const { port1, port2 } = new MessageChannel();
  const channel = new DaemonChannel(port1);
  const start: DaemonStart = {
    slab,
    options,
    port: port2,
    owner,
    argv: process.argv,
    startedAt: Math.round(performance.timeOrigin),
  };
  const worker = new Worker(join(distDirectory, 'daemon', 'main.cjs'), daemonWorkerOptions(start));
  let reason = 'it stopped by itself';
  let endpoint: unknown;
  // Its only message says where it listens.
  worker.on('message', (message: unknown) => {
    endpoint = message;
  });
  // Without this listener an error in the daemon would be an uncaught error of the program.
  worker.on('error', (error) => {
    reason = messageOf(error);
  });
  worker.on('exit', () => {
    if (typeof endpoint === 'string') leaveMark(endpoint);
    warn(`daemon thread ended, no further coverage data: ${reason}`);
    channel.close();
  });
  // The daemon serves the program; it is no reason for the program to go on. Comes last: listening refs (Node 20 to 26).
  worker.unref();
  return { slab, owner, channel };
}

function daemonWorkerOptions(start: DaemonStart): WorkerOptions {
  // NODE_OPTIONS would load the preload, and whatever else the program preloads, into the daemon as well.
  const { NODE_OPTIONS: _, ...env } = process.env;
  return {
    name: 'covd',
    workerData: start,
    transferList: [start.port],
    env,
    execArgv: [],
    trackUnmanagedFds: false,
    // Else Node would pipe them to process.stdout and stderr of the program, and so open these: a pipe no longer blocks
    // then, and the program's own fs.writeSync(1, ...) fails with EAGAIN when its reader is slow.
    stdout: true,
    stderr: true,
  };
}

/** A file in the socket's place, on which nobody answers: so `covd ps` sees that the process runs without its daemon. */
function leaveMark(endpoint: string): void {
  try {
    writeFileSync(endpoint, '', { flag: 'wx', mode: 0o600 });
  } catch {
    // The warning has been given; this is only for those who look from outside.
  }
}
