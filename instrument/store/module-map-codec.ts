// ModuleMap <-> bytes: MessagePack of columns, with the skeleton as bytes of its own, so that the daemon thread can hand
// it on unread. Runs in measured threads when a source is instrumented, in `covd build`, and in the daemon thread. Loads
// msgpackr (22 ms): the preload loads this file only when it must instrument.

import { CoverageError } from '../coverage-error.js';
import type { CoverageMode, Granularity } from '../coverage-options.js';
import { packMessage, unpackMessage } from '../message-pack.js';
import { MODULE_MAP_VERSION, type ModuleMap } from '../module-map.js';
import { type PackedFunctions, packFunctions, unpackFunctions } from './function-codec.js';
import { packSkeleton } from './skeleton-codec.js';

/** A map as it is stored: the skeleton is for `unpackSkeleton` (skeleton-codec.ts). */
export interface StoredModuleMap extends Omit<ModuleMap, 'istanbul'> {
  skeleton: Uint8Array | undefined;
}

type PackedMap = [
  version: number,
  hash: string,
  file: string,
  sourceHash: string,
  modulePath: string,
  packagePath: string,
  packageName: string,
  mode: CoverageMode,
  granularity: Granularity,
  counterCount: number,
  functions: PackedFunctions,
  skeleton: Uint8Array | null,
];

export function encodeModuleMap(map: ModuleMap): Uint8Array {
  const packed: PackedMap = [
    map.version,
    map.hash,
    map.file,
    map.sourceHash,
    map.modulePath,
    map.packagePath,
    map.packageName,
    map.mode,
    map.granularity,
    map.counterCount,
    packFunctions(map.functions),
    map.istanbul ? packSkeleton(map.istanbul) : null,
  ];
  return packMessage(packed);
}

/** The map in `bytes`; `from` names them in the error. @throws CoverageError ERR_BAD_FILE for anything but a map of this version */
export function decodeModuleMap(bytes: Uint8Array, from: string): StoredModuleMap {
  const value = unpack(bytes, from);
  const functions = isPackedMap(value) ? unpackFunctions(value[10], value[9]) : undefined;
  if (!isPackedMap(value) || !functions) {
    throw new CoverageError(
      'ERR_BAD_FILE',
      `read module map ${from}: wanted a module map of version ${MODULE_MAP_VERSION}`,
    );
  }
  const [, hash, file, sourceHash, modulePath, packagePath, packageName, mode, granularity, counterCount] = value;
  return {
    version: MODULE_MAP_VERSION,
    hash,
    file,
    sourceHash,
    modulePath,
    packagePath,
    packageName,
    mode,
    granularity,
    counterCount,
    functions,
    skeleton: value[11] ?? undefined,
  };
}

function unpack(bytes: Uint8Array, from: string): unknown {
  try {
    return unpackMessage(bytes);
  } catch (cause) {
    throw new CoverageError('ERR_BAD_FILE', `read module map ${from}: found damaged MessagePack`, { cause });
  }
}

function isPackedMap(value: unknown): value is PackedMap {
  return (
    Array.isArray(value) &&
    value[0] === MODULE_MAP_VERSION &&
    value.slice(1, 9).every((field) => typeof field === 'string') &&
    typeof value[9] === 'number' &&
    (value[11] === null || value[11] instanceof Uint8Array)
  );
}
