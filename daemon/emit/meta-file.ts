// The meta-data file of the modules loaded so far. Daemon thread.

import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';
import type { FileGranularity } from '../files/coverage-data.js';
import { programHash } from '../files/coverage-hash.js';
import { joinMetaData } from '../files/meta-data-file.js';
import { encodeMetaExtension } from '../files/meta-extension.js';
import type { CoveredModule } from '../totals/module-registry.js';

/** A meta-data file in pieces; `hash` names it and stands in its header. */
export interface MetaFile {
  hash: string;
  pieces: Uint8Array[];
}

/** The hash, as Go computes it, of a program of these modules: 32 hex digits. */
export function hashModules(
  modules: readonly Pick<CoveredModule, 'meta'>[],
  options: { mode: CoverageMode; granularity: Granularity },
): string {
  return programHash(
    modules.map(({ meta }) => meta.hash),
    options.mode,
    toFileGranularity(options.granularity),
  );
}

/** The file of these modules, under `hash`. */
export function encodeMetaFile(
  modules: readonly Pick<CoveredModule, 'meta'>[],
  options: { mode: CoverageMode; granularity: Granularity; hash: string },
): MetaFile {
  const { mode, hash } = options;
  const granularity = toFileGranularity(options.granularity);
  const packages = modules.map(({ meta }) => meta);
  const extension = encodeMetaExtension(
    options.granularity,
    packages.map((meta) => meta.extension),
  );
  return { hash, pieces: joinMetaData({ hash, mode, granularity, packages, extension }) };
}

function toFileGranularity(granularity: Granularity): FileGranularity {
  return granularity === 'perfunc' ? 'perfunc' : 'perblock';
}
