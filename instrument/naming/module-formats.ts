// Whether a file is an ES module or CommonJS, as Node decides: by extension, by the nearest package.json, by syntax.
// Runs where no loader says it: in the build's pool, in `covd run --all`, and in measured threads on Node 20.

import { dirname, extname, join } from 'node:path';
import type { ModuleFormat } from '../prepare/prepare-module.js';
import { readFile } from '../whole-file.js';

/** Finds formats; remembers the package.json of each directory it has seen. */
export class ModuleFormats {
  readonly #types = new Map<string, unknown>();

  formatOf(file: string, source: string): ModuleFormat {
    return this.statedFormatOf(file) ?? (hasModuleSyntax(source) ? 'module' : 'commonjs');
  }

  /** What can be said without the syntax; a package of type commonjs may hold modules for transpilers. */
  statedFormatOf(file: string): ModuleFormat | undefined {
    switch (extname(file)) {
      case '.mjs':
      case '.mts':
        return 'module';
      case '.cjs':
      case '.cts':
        return 'commonjs';
      default:
        return this.#typeOf(dirname(file)) === 'module' ? 'module' : undefined;
    }
  }

  #typeOf(directory: string): unknown {
    if (this.#types.has(directory)) return this.#types.get(directory);
    const parent = dirname(directory);
    const own = readPackageType(directory);
    const type = own.found || parent === directory ? own.type : this.#typeOf(parent);
    this.#types.set(directory, type);
    return type;
  }
}

/** True for a source with a line that only an ES module can have (or a comment, or a template). */
function hasModuleSyntax(source: string): boolean {
  return /^\s*(?:import|export)\b(?!\s*[.(=])/m.test(source);
}

function readPackageType(directory: string): { found: boolean; type: unknown } {
  try {
    const { type } = JSON.parse(readFile(join(directory, 'package.json')).toString('utf8')) as { type?: unknown };
    return { found: true, type };
  } catch {
    // No package.json here, or not one that can be read: Node goes on to the next directory up.
    return { found: false, type: undefined };
  }
}
