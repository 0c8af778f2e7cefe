// Starts the thread of the ESM hooks on Node 20. Runs in each measured thread there; goes with this folder.

import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { PreparationContext } from '../../prepare/create-preparer.js';
import type { MeasuredThread } from '../../thread/measured-thread.js';
import type { EsmHooksStart } from './esm-hooks.js';

/** Has every ES module of this thread instrumented; takes some 60 ms, so not for a `node -e` that imports nothing. */
export function registerEsmHooks(thread: MeasuredThread, { distDirectory }: PreparationContext): void {
  const evaluated = (process as { _eval?: unknown })._eval;
  if (typeof evaluated === 'string' && !evaluated.includes('import')) return;
  const { port1, port2 } = new MessageChannel();
  thread.post({ type: 'thread', port: port2 }, [port2]);
  thread.announceStore();
  const data: EsmHooksStart = { options: thread.optionsForWorkers, distDirectory, port: port1 };
  const hooks = join(distDirectory, 'instrument', 'hooks', 'node20', 'esm-hooks.js');
  register(pathToFileURL(hooks), { data, transferList: [port1] });
}
