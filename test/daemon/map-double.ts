// Module maps made up for tests of the daemon.

import { createHash } from 'node:crypto';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { MODULE_MAP_VERSION, type ModuleMap } from '../../instrument/module-map.js';

/** 32 hex digits that belong to `name`. */
export function hashOf(name: string): string {
  return createHash('md5').update(name).digest('hex');
}

/**
 * The map of a module whose function i has unitCounts[i] units, unit k of it standing on a line of its own. Each unit
 * has one counter, in order.
 */
export function mapOf(name: string, unitCounts: number[], mode: CoverageMode = 'atomic'): ModuleMap {
  let next = 0;
  const functions = unitCounts.map((count, f) => {
    const firstCounter = next;
    const units = Array.from({ length: count }, (_, u) => {
      const startLine = 100 * (f + 1) + u;
      return { startLine, startColumn: 1, endLine: startLine, endColumn: 80, statements: 1, counters: [next++] };
    });
    return {
      name: f === 0 ? '<module>' : `f${f}`,
      file: `app/${name}`,
      literal: false,
      textHash: '0123456789abcdef',
      firstCounter,
      counterCount: count,
      units,
    };
  });
  return {
    version: MODULE_MAP_VERSION,
    hash: hashOf(name),
    file: `/app/${name}`,
    sourceHash: hashOf(`source of ${name}`),
    modulePath: 'app',
    packagePath: `app/${name}`,
    packageName: name,
    mode,
    granularity: 'perblock',
    counterCount: next,
    functions,
    istanbul: undefined,
  };
}
