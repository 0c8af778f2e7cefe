// Brings the files of all processes of one run up to date before a signal may end them. Runs in the CLI process.

import { connect } from '../connect/connect.js';
import { findProcesses } from '../discovery/find-processes.js';

/** How long a signal may be held back. */
const FLUSH_DEADLINE_MS = 2_000;

/** Asks each process that writes to `dir` (absolute) to do so now. Never rejects: a signal must get through. */
export async function flushRun(dir: string): Promise<void> {
  // A process that is gone or does not answer has written what it could; its periodic flush bounds the loss.
  const found = await findProcesses().catch(() => []);
  const ours = found.filter(({ status }) => status?.dir === dir);
  await Promise.allSettled(ours.map(({ socket }) => flushProcess(socket)));
}

async function flushProcess(socket: string): Promise<void> {
  await using client = await connect(socket, { deadlineMs: FLUSH_DEADLINE_MS });
  await client.flush();
}
