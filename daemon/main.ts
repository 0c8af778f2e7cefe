// Entry of the daemon thread, a worker thread of the measured process. Its console and process.stderr would go through
// the main thread, which may be stuck for ever, so it writes to file descriptor 2 by itself.

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { warn } from '../instrument/thread/warn.js';
import type { DaemonStart } from '../instrument/thread-message.js';
import { Daemon } from './daemon.js';
import { endpointPath } from './ipc/endpoint.js';
import { createWarnOnce } from './warn-once.js';

const warnOnce = createWarnOnce(warn);

// Whatever fails here costs coverage, never the program: said once, and the daemon goes on with what it has.
process.on('uncaughtException', (error) => {
  warnOnce('uncaught', `daemon thread failed, coverage data may be incomplete: ${error.message}`);
});

const endpoint = endpointPath(process.pid);
// Seen from the bundle, dist/daemon/main.cjs.
const instrumenter = join(__dirname, '../instrument/instrumenter/main.cjs');
new Daemon(workerData as DaemonStart, { endpoint, instrumenter, warn }).run();
// Should this thread end before the process, the main thread leaves a mark there.
parentPort?.postMessage(endpoint);
