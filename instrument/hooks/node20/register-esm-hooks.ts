// Starts the thread of the ESM hooks on Node 20. Runs in each measured thread there; goes with this folder.

import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { PreparationContext } from '../../prepare/create-preparer.js';
import type { MeasuredThread } from '../../thread/measured-thread.js';
import type { EsmHooksStart } from './esm-hooks.js';
import { mayImport, startsWithModules } from './needs-esm-hooks.js';

/** Sees each source before Node compiles it as CommonJS (`isModule`: as a module that is required). */
export type SourceWatch = (source: string, isModule: boolean) => void;

/**
 * Has every ES module of this thread instrumented: from now on, if it starts with one, else from the first source that
 * may import one. undefined: there is nothing to watch for.
 */
export function registerEsmHooks(thread: MeasuredThread, context: PreparationContext): SourceWatch | undefined {
  if (startsWithModules()) return registerNow(thread, context);
  let isRegistered = false;
  return (source, isModule) => {
    if (isRegistered || !(isModule || mayImport(source))) return;
    isRegistered = true;
    registerNow(thread, context);
  };
}

function registerNow(thread: MeasuredThread, { distDirectory }: PreparationContext): undefined {
  const { port1, port2 } = new MessageChannel();
  thread.post({ type: 'thread', port: port2 }, [port2]);
  thread.announceStore();
  const data: EsmHooksStart = { options: thread.optionsForWorkers, distDirectory, port: port1 };
  const hooks = join(distDirectory, 'instrument', 'hooks', 'node20', 'esm-hooks.mjs');
  register(pathToFileURL(hooks), { data, transferList: [port1] });
}
