// ModuleMap <-> MessagePack. Runs in measured threads when a source is instrumented, in `covd build`, and in the
// daemon thread. Loads msgpackr (22 ms): the preload loads this file only when it must instrument.

import { CoverageError } from '../coverage-error.js';
import { packMessage, unpackMessage } from '../message-pack.js';
import { MODULE_MAP_VERSION, type ModuleMap } from '../module-map.js';

/** The map as MessagePack. */
export function encodeModuleMap(map: ModuleMap): Uint8Array {
  return packMessage(map);
}

/** The map in `bytes`; `from` names them in the error. @throws CoverageError ERR_BAD_FILE for anything but a map of this version */
export function decodeModuleMap(bytes: Uint8Array, from: string): ModuleMap {
  const map: unknown = unpack(bytes, from);
  if (isModuleMap(map)) return map;
  throw new CoverageError(
    'ERR_BAD_FILE',
    `read module map ${from}: wanted a module map of version ${MODULE_MAP_VERSION}`,
  );
}

function unpack(bytes: Uint8Array, from: string): unknown {
  try {
    return unpackMessage(bytes);
  } catch (cause) {
    throw new CoverageError('ERR_BAD_FILE', `read module map ${from}: found damaged MessagePack`, { cause });
  }
}

function isModuleMap(value: unknown): value is ModuleMap {
  if (typeof value !== 'object' || value === null) return false;
  const map = value as Partial<Record<keyof ModuleMap, unknown>>;
  return (
    map.version === MODULE_MAP_VERSION &&
    typeof map.hash === 'string' &&
    typeof map.file === 'string' &&
    typeof map.packagePath === 'string' &&
    typeof map.counterCount === 'number' &&
    Array.isArray(map.functions)
  );
}
