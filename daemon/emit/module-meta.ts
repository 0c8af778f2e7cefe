// What a module contributes to each meta-data file of its process, encoded once. Daemon thread.

import type { StoredModuleMap } from '../../instrument/store/module-map-codec.js';
import type { MetaPackage } from '../files/coverage-data.js';
import { encodeModuleExtension } from '../files/meta-extension.js';
import { type EncodedPackage, encodePackage } from '../files/package-blob.js';

export interface ModuleMeta extends EncodedPackage {
  /** The module's part of covd's extension. */
  extension: Uint8Array;
}

/** Go's package and covd's extension of a module; `path` is the package path to give it. */
export function encodeModuleMeta(map: StoredModuleMap, path: string): ModuleMeta {
  const { file, sourceHash, skeleton } = map;
  const functionHashes = map.functions.map(({ textHash }) => textHash);
  const extension = encodeModuleExtension({ file, sourceHash, skeleton, functionHashes });
  return { ...encodePackage(toPackage(map, path)), extension };
}

function toPackage(map: StoredModuleMap, path: string): MetaPackage {
  const functions = map.functions.map(({ name, file, literal, units }) => ({
    name,
    file,
    literal,
    units: units.map((u) => [u.startLine, u.startColumn, u.endLine, u.endColumn, u.statements] as const),
  }));
  return { name: map.packageName, path, modulePath: map.modulePath, functions };
}
