// The worker's side of the hand-over in patch-worker.ts. Runs in the preload of a worker thread, before its first line.

import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';
import { takeOwnerToken } from '../slab/create-slab.js';
import { DaemonChannel } from '../thread/daemon-channel.js';
import type { ThreadLink } from '../thread/start-daemon.js';
import { THREAD_START_KEY, type ThreadStart } from '../thread-message.js';

/** What the parent thread left for this one, taken away at once; undefined: a thread that nobody measures. */
export function receiveThreadStart(): ThreadStart | undefined {
  const start = getEnvironmentData(THREAD_START_KEY) as unknown as ThreadStart | undefined;
  if (start === undefined) return undefined;
  setEnvironmentData(THREAD_START_KEY, undefined as never);
  // The program sees the flags that it has given, without our preload.
  if (start.execArgv !== undefined) process.execArgv = start.execArgv;
  return start;
}

/** Introduces this thread to the daemon. */
export function linkThread({ slab, port }: ThreadStart): ThreadLink {
  const owner = takeOwnerToken(slab);
  const channel = new DaemonChannel(port);
  channel.post({ type: 'hello', owner, threadId });
  return { slab, owner, channel };
}
