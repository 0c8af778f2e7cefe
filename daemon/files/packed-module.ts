// A module's part of the meta-data extension. Runs in the daemon thread and in tools.

import type { IstanbulSkeleton } from '../../instrument/module-map.js';
import { unpackSkeleton } from '../../instrument/store/skeleton-codec.js';
import type { MetaPackage, ModuleExtension } from './coverage-data.js';

/** Later versions may add fields behind these. The skeleton's bytes are those of instrument/store/skeleton-codec.ts. */
export type PackedModule = [
  file: string,
  sourceHash: string,
  skeleton: Uint8Array | null,
  functionHashes: string[] | null,
];

export function packModule({ file, sourceHash, skeleton, functionHashes }: ModuleExtension): PackedModule {
  return [file, sourceHash, skeleton ?? null, functionHashes ?? null];
}

/** The module that `value` holds, or undefined if it is none or speaks of other functions than those of `pkg`. */
export function unpackModule(value: unknown, pkg: MetaPackage): ModuleExtension | undefined {
  if (!Array.isArray(value)) return undefined;
  const [file, sourceHash, skeleton, hashes] = value as unknown[];
  if (typeof file !== 'string' || typeof sourceHash !== 'string') return undefined;
  if (skeleton !== null && !(skeleton instanceof Uint8Array)) return undefined;
  if (hashes !== null && !isTexts(hashes, pkg.functions.length)) return undefined;
  return {
    file,
    sourceHash,
    skeleton: skeleton ? toPlainBytes(skeleton) : undefined,
    functionHashes: hashes ?? undefined,
  };
}

/**
 * Istanbul's view of the module whose package is `pkg`; undefined where the file has none.
 * @throws CoverageError ERR_BAD_FILE if its bytes are damaged or it counts by units that `pkg` does not have
 */
export function readSkeleton(module: ModuleExtension, pkg: MetaPackage): IstanbulSkeleton | undefined {
  const unitCount = pkg.functions.reduce((sum, fn) => sum + fn.units.length, 0);
  return module.skeleton && unpackSkeleton(module.skeleton, unitCount, pkg.path);
}

/** msgpackr makes Buffers, as whose subclass they would not equal what was written. */
function toPlainBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function isTexts(value: unknown, count: number): value is string[] {
  return Array.isArray(value) && value.length === count && value.every((item) => typeof item === 'string');
}
