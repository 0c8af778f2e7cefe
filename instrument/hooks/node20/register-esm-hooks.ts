// The thread of the ESM hooks on Node 20, and wherever else `hasLoadHooks` is false: where the program has hooks of its own,
// sources pass through that thread and through no function of this one. Starting it takes 60 ms and more, so it waits for
// the first of those hooks. Runs in each measured thread there; goes with this folder.

import { Module, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { PreparationContext } from '../../prepare/create-preparer.js';
import { once } from '../../prepare/once.js';
import type { MeasuredThread } from '../../thread/measured-thread.js';
import type { EsmHooksStart } from './esm-hooks.js';

/** Flags whose hooks, or whose ways to read, no call of `register` announces. */
const FLAGS = /--(loader|experimental-loader|experimental-default-type|experimental-policy)\b/;

/** Registers our hooks before the first ones of the program: theirs then see what ours have instrumented. */
export function registerEsmHooks(thread: MeasuredThread, context: PreparationContext): void {
  const { register } = Module;
  const registerOurs = once(() => registerNow(register, thread, context));
  if (FLAGS.test([...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' '))) {
    registerOurs();
    return;
  }
  Module.register = new Proxy(register, {
    apply(target, self, args) {
      registerOurs();
      return Reflect.apply(target, self, args);
    },
  });
  syncBuiltinESMExports();
}

function registerNow(
  register: typeof Module.register,
  thread: MeasuredThread,
  { distDirectory }: PreparationContext,
): void {
  if (!thread.canConnect) return;
  const { port1, port2 } = new MessageChannel();
  thread.post({ type: 'thread', port: port2 }, [port2]);
  thread.announceStore();
  const data: EsmHooksStart = { options: thread.optionsForWorkers, distDirectory, port: port1 };
  const hooks = join(distDirectory, 'instrument', 'hooks', 'node20', 'esm-hooks.mjs');
  register(pathToFileURL(hooks), { data, transferList: [port1] });
}
