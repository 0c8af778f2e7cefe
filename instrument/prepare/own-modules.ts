// covd's own code that the preload loads only when the store has no answer: the compiler of the filter, which costs 30 to
// 75 ms. Runs in measured threads and in the ESM hooks' thread of Node 20.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as CompileFilter from '../filter/compile-filter.js';

/** Bundles, by their paths under dist/ (scripts/bundle.mjs). */
interface OwnModuleExports {
  'instrument/filter/compile-filter.cjs': typeof CompileFilter;
}

export class OwnModules {
  readonly #directory: string;
  readonly #require: NodeJS.Require;
  #depth = 0;

  /** `directory`: covd's dist/, absolute. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#require = createRequire(join(directory, 'instrument', 'register.cjs'));
  }

  /** True while covd's own modules are being loaded: hooks leave them, and what they load, alone. */
  get isLoading(): boolean {
    return this.#depth > 0;
  }

  /** The exports of one of covd's bundles. */
  load<Name extends keyof OwnModuleExports>(name: Name): OwnModuleExports[Name] {
    this.#depth += 1;
    try {
      return this.#require(join(this.#directory, name)) as OwnModuleExports[Name];
    } finally {
      this.#depth -= 1;
    }
  }
}
