// Names a module by its content. Runs in measured threads, `covd build` and the ESM hooks' thread on Node 20.

import type { CoverageMode, Granularity } from '../coverage-options.js';
import { MODULE_MAP_VERSION } from '../module-map.js';
import { sha256Hex } from './sha256.js';
import { STORE_ENTRY_VERSION } from './store-entry.js';

export interface HashedModule {
  /** Absolute path. */
  file: string;
  source: string;
  format: 'module' | 'commonjs' | undefined;
  mode: CoverageMode;
  granularity: Granularity;
  modulePath: string;
  packagePath: string;
}

/** 32 lower-case hex digits over everything that the instrumented text and its map depend on. */
export function moduleHash(covdVersion: string, module: HashedModule): string {
  const { file, source, format, mode, granularity, modulePath, packagePath } = module;
  const facts = [covdVersion, MODULE_MAP_VERSION, STORE_ENTRY_VERSION, mode, granularity, format, modulePath];
  return sha256Hex(JSON.stringify([...facts, packagePath, file]), '\0', source).slice(0, 32);
}
