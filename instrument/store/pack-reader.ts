// Reads a program's text pack when the first module is wanted. Runs in the main thread of a measured program.

import { existsSync } from 'node:fs';
import { once } from '../prepare/once.js';
import { readFile } from '../whole-file.js';
import { programFilePath } from './program-file.js';
import { type FoundText, TextPack } from './text-pack.js';

export class PackReader {
  readonly #open: () => TextPack | undefined;

  /** `directory`: the store; `program`: the program's key. */
  constructor(directory: string, program: string) {
    this.#open = once(() => readPack(directory, program));
  }

  /** The module with this key (module-hash.ts) that is made of this source; undefined where there is none. */
  find(key: string, source: string): FoundText | undefined {
    return this.#open()?.find(key, source);
  }
}

function readPack(directory: string, program: string): TextPack | undefined {
  // A text is of no use without its map: the daemon has that from this file, should the entry by itself be gone.
  if (!existsSync(programFilePath(directory, 'modules', program))) return undefined;
  try {
    return TextPack.open(readFile(programFilePath(directory, 'texts', program)));
  } catch {
    // None written yet, or not readable: every entry is a file of its own too.
    return undefined;
  }
}
