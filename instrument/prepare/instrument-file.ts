// Instruments files that no loader hands over: those of `covd build`, and those that a run has never loaded. Runs in the
// build's pool and in the process of `covd run --all`.

import { readFileSync } from 'node:fs';
import type { CoverageMode, Granularity } from '../coverage-options.js';
import { ModuleFormats } from '../naming/module-formats.js';
import { ModuleNames } from '../naming/module-name.js';
import { type InstrumentedSource, type InstrumentInput, instrumentSource } from '../source/instrument-source.js';
import { moduleHash, moduleKey } from '../store/module-hash.js';
import type { ModuleFormat } from './prepare-module.js';

export interface FileInstrumenterOptions {
  mode: CoverageMode;
  granularity: Granularity;
  /** Absolute; names packages without a package.json. */
  root: string;
  /** Put into the hashes; covd's version belongs in it. */
  hashSalt: string;
  sourceMap?: boolean;
}

export interface InstrumentedFile {
  facts: InstrumentInput;
  format: ModuleFormat;
  instrumented: InstrumentedSource;
}

export class FileInstrumenter {
  readonly #options: FileInstrumenterOptions;
  readonly #names: ModuleNames;
  readonly #formats = new ModuleFormats();

  constructor(options: FileInstrumenterOptions) {
    this.#options = options;
    this.#names = new ModuleNames(options.root);
  }

  /** Throws CoverageError ERR_INSTRUMENT for a file that cannot be parsed, and the file system's errors. */
  instrument(file: string): InstrumentedFile | { ignored: string } {
    const { mode, granularity, hashSalt, sourceMap = false } = this.#options;
    const source = readFileSync(file, 'utf8');
    const format = this.#formats.formatOf(file, source);
    const named = { file, source, format, mode, granularity, ...this.#names.nameOf(file) };
    const facts = { ...named, hash: moduleHash(moduleKey(hashSalt, named), source), sourceMap };
    const instrumented = instrumentSource(facts);
    return 'ignored' in instrumented ? instrumented : { facts, format, instrumented };
  }
}
