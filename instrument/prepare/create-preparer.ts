// Puts a ModulePreparer together from what a thread knows: its options and where covd lies. Runs in measured threads,
// in the ESM hooks' thread of Node 20 and in `covd build`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageOptions } from '../coverage-options.js';
import { FileFilter } from '../filter/file-filter.js';
import type { ModuleStore } from '../store/module-store.js';
import { once } from './once.js';
import { OwnModules } from './own-modules.js';
import { ModulePreparer, type PreparationEvents } from './prepare-module.js';

export interface PreparationContext {
  options: CoverageOptions;
  /** Absolute path of covd's dist/. */
  distDirectory: string;
  store: () => ModuleStore | undefined;
}

/** A preparer; nothing is read or loaded before its first question. */
export function createPreparer(
  { options, distDirectory, store }: PreparationContext,
  events: PreparationEvents,
): ModulePreparer {
  const own = new OwnModules(distDirectory);
  const filter = new FileFilter({
    options,
    // The rest of covd is code like any other, so that its own tests can be measured.
    ownDirectory: join(distDirectory, 'instrument'),
    storeDirectory: () => store()?.directory,
    compile: ({ root, include, exclude }) =>
      own.load('instrument/filter/compile-filter.cjs').compileFilter({ cwd: root, include, exclude }),
  });
  const covdVersion = once(() => readVersion(distDirectory));
  return new ModulePreparer({ options, own, filter, store, covdVersion, ...events });
}

function readVersion(distDirectory: string): string {
  const { version } = JSON.parse(readFileSync(join(distDirectory, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
