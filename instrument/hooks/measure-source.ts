// Takes a source that is about to be evaluated in this thread: claims its region and gives the text that counts there.
// Runs in measured threads, called by whichever hook has the source in hand.

import type { LoadedSource, ModulePreparer, PreparedModule } from '../prepare/prepare-module.js';
import type { MeasuredThread } from '../thread/measured-thread.js';

export class SourceMeasurer {
  readonly #thread: MeasuredThread;
  readonly #preparer: ModulePreparer;

  constructor(thread: MeasuredThread, preparer: ModulePreparer) {
    this.#thread = thread;
    this.#preparer = preparer;
  }

  /** False for a file that no hook needs to look at. */
  wants(file: string): boolean {
    return this.#preparer.wants(file);
  }

  /** The text to evaluate in place of the source; undefined: the source as it is. Never throws. */
  measure(loaded: LoadedSource): string | undefined {
    const prepared = this.#preparer.prepare(loaded);
    if (prepared === undefined) return undefined;
    // Node takes it for CommonJS and will find that it is none: it comes once more, as a module.
    if (loaded.format === 'commonjs' && prepared.format === 'module') return undefined;
    return this.#claim(prepared);
  }

  /**
   * As `measure`, for a source that is an ES module or nothing that counts here: one that can be read as CommonJS
   * (`format` commonjs) comes once more, as that.
   */
  measureModule(loaded: LoadedSource): string | undefined {
    const prepared = this.#preparer.prepare(loaded);
    return prepared?.format === 'module' ? this.#claim(prepared) : undefined;
  }

  #claim(prepared: PreparedModule): string | undefined {
    return this.#thread.claim(prepared) === undefined ? undefined : prepared.code;
  }
}
