// ES modules where Node has no synchronous hooks that covd can use (`hasLoadHooks`), as on Node 20, and load hooks run in a
// thread of their own: sources are prepared here, and claim their region in the thread that evaluates them (prologue.ts).
// Goes with this folder when Node 20 and the first versions of 22 go.

import type { MessagePort, TransferListItem } from 'node:worker_threads';
import type { CoverageOptions } from '../../coverage-options.js';
import { createPreparer } from '../../prepare/create-preparer.js';
import { once } from '../../prepare/once.js';
import type { ModulePreparer } from '../../prepare/prepare-module.js';
import { withPrologue } from '../../prepare/prologue.js';
import { openModuleStore } from '../../store/module-store.js';
import type { ThreadMessage } from '../../thread-message.js';
import { fileOf, type LoadResult, measuredFormat, textOf, withText } from '../loaded-source.js';

/** What register-esm-hooks.ts hands to this thread. */
export interface EsmHooksStart {
  options: CoverageOptions;
  distDirectory: string;
  /** To the daemon. */
  port: MessagePort;
}

type NextLoad = (url: string, context: object) => Promise<LoadResult>;

// Node calls initialize once for each registration and load for each module: state is how the two meet.
let preparer: ModulePreparer | undefined;

/** Called by Node before the first load. */
export function initialize({ options, distDirectory, port }: EsmHooksStart): void {
  const post = (message: ThreadMessage, transfer: TransferListItem[] = []) => port.postMessage(message, transfer);
  const store = once(() => openModuleStore(options));
  preparer = createPreparer(
    { options, distDirectory, store, post },
    {
      onUnmeasured: (file, reason) => post({ type: 'unmeasured', file, reason }),
      onUnstoredMap: (hash, map) => post({ type: 'map', hash, map }),
    },
  );
}

/** Called by Node for each ES module, and for CommonJS ones that are imported: those come without a source, unless transpiled. */
export async function load(url: string, context: object, nextLoad: NextLoad): Promise<LoadResult> {
  const loaded = await nextLoad(url, context);
  const file = fileOf(url);
  const format = measuredFormat(loaded.format);
  if (file === undefined || format === false || loaded.source === null || loaded.source === undefined) return loaded;
  const prepared = preparer?.prepare({ file, source: textOf(loaded.source), format });
  return prepared === undefined ? loaded : withText(loaded, withPrologue(prepared));
}
