// Reads a module's map from the store. Runs in the daemon thread, which finds the hash in the module's directory entry.

import { readFileSync } from 'node:fs';
import { CoverageError } from '../coverage-error.js';
import { decodeModuleMap, type StoredModuleMap } from './module-map-codec.js';
import { storeEntryPath } from './store-directory.js';
import { storeEntryMap } from './store-entry.js';

/**
 * The map of module `hash` in the store at `directory`.
 * @throws CoverageError ERR_BAD_FILE if the entry holds no readable map, the file system's error if it cannot be read
 */
export function readModuleMap(directory: string, hash: string): StoredModuleMap {
  const path = storeEntryPath(directory, hash);
  const bytes = storeEntryMap(readFileSync(path));
  if (bytes === undefined) throw new CoverageError('ERR_BAD_FILE', `read module map ${path}: found no map in it`);
  return decodeModuleMap(bytes, path);
}
