// Loads compile-filter.ts when the store has no filter for a program's globs: it and test-exclude take 30 to 75 ms. Runs in
// measured threads and in the ESM hooks' thread of Node 20.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as CompileFilter from './compile-filter.js';
import type { CompiledFilter } from './compiled-filter.js';

export class FilterCompiler {
  readonly #bundle: string;
  #isLoading = false;

  /** `directory`: covd's dist/, absolute. */
  constructor(directory: string) {
    this.#bundle = join(directory, 'instrument', 'filter', 'compile-filter.cjs');
  }

  /** True while covd's own modules are being loaded: hooks leave them, and what they load, alone. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  compile(globs: CompileFilter.FilterGlobs): CompiledFilter {
    const load = createRequire(this.#bundle);
    const before = new Set(Object.keys(load.cache));
    this.#isLoading = true;
    try {
      const { compileFilter } = load(this.#bundle) as typeof CompileFilter;
      return compileFilter(globs);
    } finally {
      this.#isLoading = false;
      // The program finds in require.cache what it has required itself, and loads its own minimatch anew.
      for (const file of Object.keys(load.cache)) if (!before.has(file)) delete load.cache[file];
    }
  }
}
