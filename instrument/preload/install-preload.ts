// Puts together what makes a thread measured. Runs once in each thread that the preload runs in.

import { isMainThread } from 'node:worker_threads';
import { patchChildren } from '../children/patch-children.js';
import type { CoverageOptions } from '../coverage-options.js';
import { SourceMeasurer } from '../hooks/measure-source.js';
import { patchModuleReads } from '../hooks/node20/patch-module-reads.js';
import { registerEsmHooks } from '../hooks/node20/register-esm-hooks.js';
import { patchCompile } from '../hooks/patch-compile.js';
import { hasLoadHooks, registerLoadHooks } from '../hooks/register-load-hooks.js';
import { createPreparer, type PreparationContext } from '../prepare/create-preparer.js';
import { once } from '../prepare/once.js';
import { openModuleStore } from '../store/module-store.js';
import { programKey } from '../store/program-file.js';
import { publishRuntime } from '../thread/measured-runtime.js';
import { MeasuredThread, type ThreadBeginning } from '../thread/measured-thread.js';
import { startDaemon } from '../thread/start-daemon.js';
import { getThreadRuntime } from '../thread/thread-runtime.js';
import { patchWorker } from '../workers/patch-worker.js';
import { linkThread, receiveThreadStart } from '../workers/receive-thread-start.js';
import { flushAtProcessEnd } from './flush-at-process-end.js';
import { readMainOptions } from './main-options.js';

export interface PreloadPlace {
  /** Absolute path of the bundled preload. */
  preload: string;
  /** Absolute path of covd's dist/. */
  distDirectory: string;
}

/** Measures this thread from now on; does nothing in one that is measured already, or that no measured thread started. */
export function installPreload({ preload, distDirectory }: PreloadPlace): void {
  if (getThreadRuntime() !== undefined) return;
  const start = findStart(distDirectory);
  if (start === undefined) return;
  // Workers, which load few modules for the most part, read the entries they want.
  const program = () => (isMainThread ? programKey(process.argv[1], start.options) : undefined);
  const store = once(() => openModuleStore(start.options, program()));
  const thread = new MeasuredThread(start.options, start, () => store()?.directory);
  const post: PreparationContext['post'] = (message, transfer) => thread.post(message, transfer);
  installHooks(thread, { options: start.options, distDirectory, store, post });
  patchWorker(thread, preload);
  patchChildren(start.options, preload);
  if (isMainThread) flushAtProcessEnd(thread);
  publishRuntime(thread);
}

interface Start extends ThreadBeginning {
  options: CoverageOptions;
}

function findStart(distDirectory: string): Start | undefined {
  if (isMainThread) {
    const { options, announce } = readMainOptions();
    return { options, announce: once(announce), connect: () => startDaemon(options, distDirectory) };
  }
  const start = receiveThreadStart();
  if (start === undefined) return undefined;
  const link = linkThread(start);
  // The main thread has said it.
  return { options: start.options, announce: () => {}, connect: () => link };
}

function installHooks(thread: MeasuredThread, context: PreparationContext): void {
  const preparer = createPreparer(context, {
    onUnmeasured: (file, reason) => thread.reportUnmeasured(file, reason),
    onUnstoredMap: (hash, map) => thread.post({ type: 'map', hash, map }),
  });
  const measurer = new SourceMeasurer(thread, preparer);
  if (hasLoadHooks) {
    registerLoadHooks(measurer, patchCompile(measurer));
    return;
  }
  patchCompile(measurer, patchModuleReads(measurer));
  registerEsmHooks(thread, context);
}
