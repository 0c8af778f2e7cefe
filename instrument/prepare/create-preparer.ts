// Puts a ModulePreparer together from what a thread knows: its options and where covd lies. Runs in measured threads,
// and in the ESM hooks' thread of Node 20.

import { join } from 'node:path';
import type { TransferListItem } from 'node:worker_threads';
import type { CoverageOptions } from '../coverage-options.js';
import { FileFilter } from '../filter/file-filter.js';
import { FilterCompiler } from '../filter/filter-compiler.js';
import { InstrumenterChannel, type InstrumentRequest } from '../instrumenter/instrumenter-channel.js';
import type { ModuleStore } from '../store/module-store.js';
import type { ThreadMessage } from '../thread-message.js';
import { readFile } from '../whole-file.js';
import { once } from './once.js';
import { ModulePreparer, type PreparationEvents } from './prepare-module.js';

export interface PreparationContext {
  options: CoverageOptions;
  /** Absolute path of covd's dist/. */
  distDirectory: string;
  store: () => ModuleStore | undefined;
  /** Sends a message to the daemon. */
  post: (message: ThreadMessage, transfer?: TransferListItem[]) => void;
}

/** A preparer; nothing is read or loaded before its first question. */
export function createPreparer(
  { options, distDirectory, store, post }: PreparationContext,
  events: PreparationEvents,
): ModulePreparer {
  const compiler = new FilterCompiler(distDirectory);
  const filter = new FileFilter({
    options,
    // The rest of covd is code like any other, so that its own tests can be measured.
    ownDirectory: join(distDirectory, 'instrument'),
    storeDirectory: () => store()?.directory,
    compile: ({ root, include, exclude }) => compiler.compile({ cwd: root, include, exclude }),
  });
  const instrumenter = new InstrumenterChannel((client) => post({ type: 'instrumenter', ...client }, [client.port]));
  const covdVersion = once(() => readVersion(distDirectory));
  const instrument = (request: InstrumentRequest) => instrumenter.instrument(request);
  return new ModulePreparer({ options, compiler, filter, store, covdVersion, instrument, ...events });
}

function readVersion(distDirectory: string): string {
  const { version } = JSON.parse(readFile(join(distDirectory, '..', 'package.json')).toString('utf8')) as {
    version: string;
  };
  return version;
}
