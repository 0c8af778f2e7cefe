// Root may write everywhere, so tests of refused permission need another user. The effective user belongs to the whole
// process, but only the main thread may change it: workers ask for it over a channel.

import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { emitMetaDataToWriter } from '../../client/index.js';

const NOBODY = 65534;
const CHANNEL = 'covd-harness-privileges';

/** Runs `work` with the effective user `nobody`, in all threads of the process, if this is root; else as it is. */
export async function withoutPrivileges(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) {
    await work();
    return;
  }
  // The store is for its owner alone: the daemon has to have read the maps before it is somebody else.
  await emitMetaDataToWriter({ write: () => {} });
  await setUser(NOBODY);
  try {
    await work();
  } finally {
    await setUser(0);
  }
}

/** Called in the main thread: lets the workers below it change the user. */
export function serveUserChanges(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => {
    const { uid } = (event as { data: { uid: number } }).data;
    process.seteuid?.(uid);
    channel.postMessage({ done: uid });
  };
  channel.unref();
}

async function setUser(uid: number): Promise<void> {
  if (isMainThread) {
    process.seteuid?.(uid);
    return;
  }
  const channel = new BroadcastChannel(CHANNEL);
  const done = new Promise((resolve) => {
    channel.onmessage = resolve;
  });
  channel.postMessage({ uid });
  await done;
  channel.close();
}
