// covd's own modules that the preload loads only when the store has no answer: they cost 50 to 100 ms. Runs in
// measured threads and in the ESM hooks' thread of Node 20.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FilterGlobs } from '../filter/compile-filter.js';
import type { CompiledFilter } from '../filter/compiled-filter.js';
import type { ModuleMap } from '../module-map.js';
import type * as InstrumentSource from '../source/instrument-source.js';
import type * as ComposeSourceMap from './compose-source-map.js';

interface OwnModuleExports {
  'instrument/prepare/compose-source-map.js': typeof ComposeSourceMap;
  'instrument/source/instrument-source.js': typeof InstrumentSource;
  'instrument/store/module-map-codec.js': { encodeModuleMap(map: ModuleMap): Uint8Array };
  'instrument/filter/compile-filter.js': { compileFilter(globs: FilterGlobs): CompiledFilter };
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

  /** The exports of one of covd's modules. */
  load<Name extends keyof OwnModuleExports>(name: Name): OwnModuleExports[Name] {
    this.#depth += 1;
    try {
      return this.#require(join(this.#directory, name)) as OwnModuleExports[Name];
    } finally {
      this.#depth -= 1;
    }
  }
}
