// ModuleMap <-> bytes: MessagePack of columns, with the skeleton as bytes of its own, so that the daemon thread can hand
// it on unread. Runs wherever sources are instrumented, and in the daemon thread. Loads msgpackr (22 ms), so the preload
// must not import it.

import { CoverageError } from '../coverage-error.js';
import { packMessage, unpackMessage } from '../message-pack.js';
import { MODULE_MAP_VERSION, type ModuleMap } from '../module-map.js';
import { type PackedFunctions, packFunctions, unpackFunctions } from './function-codec.js';
import { packSkeleton } from './skeleton-codec.js';

/** A map as it is stored: the skeleton is for `unpackSkeleton` (skeleton-codec.ts). */
export interface StoredModuleMap extends Omit<ModuleMap, 'istanbul'> {
  skeleton: Uint8Array | undefined;
}

/** The map's texts, in the order of their bytes. */
const TEXTS = [
  ...(['hash', 'file', 'sourceHash', 'modulePath', 'packagePath', 'packageName'] as const),
  ...(['mode', 'granularity'] as const),
] as const;

type MapTexts = Pick<ModuleMap, (typeof TEXTS)[number]>;

type PackedMap = [
  version: number,
  texts: string[],
  counterCount: number,
  functions: PackedFunctions,
  skeleton: Uint8Array | null,
];

export function encodeModuleMap(map: ModuleMap): Uint8Array<ArrayBuffer> {
  const packed: PackedMap = [
    map.version,
    TEXTS.map((name) => map[name]),
    map.counterCount,
    packFunctions(map.functions),
    map.istanbul ? packSkeleton(map.istanbul) : null,
  ];
  return packMessage(packed);
}

/** The map in `bytes`; `from` names them in the error. @throws CoverageError ERR_BAD_FILE for anything but a map of this version */
export function decodeModuleMap(bytes: Uint8Array, from: string): StoredModuleMap {
  const value = unpack(bytes, from);
  const functions = isPackedMap(value) ? unpackFunctions(value[3], value[2]) : undefined;
  if (!isPackedMap(value) || !functions) {
    throw new CoverageError(
      'ERR_BAD_FILE',
      `read module map ${from}: wanted a module map of version ${MODULE_MAP_VERSION}`,
    );
  }
  const [, texts, counterCount, , skeleton] = value;
  const named = Object.fromEntries(TEXTS.map((name, i) => [name, texts[i]])) as unknown as MapTexts;
  return { version: MODULE_MAP_VERSION, ...named, counterCount, functions, skeleton: skeleton ?? undefined };
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
    Array.isArray(value[1]) &&
    value[1].length === TEXTS.length &&
    value[1].every((text) => typeof text === 'string') &&
    typeof value[2] === 'number' &&
    (value[4] === null || value[4] instanceof Uint8Array)
  );
}
