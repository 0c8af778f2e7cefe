// Names a module by its content. Runs wherever sources are loaded, instrumented or packed.

import type { CoverageMode, Granularity } from '../coverage-options.js';
import { MODULE_MAP_VERSION } from '../module-map.js';
import { sha256Hex } from './sha256.js';
import { STORE_ENTRY_VERSION } from './store-entry.js';

export interface NamedModule {
  /** Absolute path. */
  file: string;
  format: 'module' | 'commonjs' | undefined;
  mode: CoverageMode;
  granularity: Granularity;
  modulePath: string;
  packagePath: string;
}

/** One line with everything but the source that the instrumented text and its map depend on. */
export function moduleKey(covdVersion: string, module: NamedModule): string {
  const { file, format, mode, granularity, modulePath, packagePath } = module;
  const versions = [covdVersion, MODULE_MAP_VERSION, STORE_ENTRY_VERSION];
  return JSON.stringify([...versions, mode, granularity, format, modulePath, packagePath, file]);
}

/** 32 lower-case hex digits over everything that the instrumented text and its map depend on; `key` is of `moduleKey`. */
export function moduleHash(key: string, source: string): string {
  return sha256Hex(key, '\0', source).slice(0, 32);
}
