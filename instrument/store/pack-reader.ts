// Reads a program's text pack when the first module is wanted. Runs in the main thread of a measured program.
//
// The bytes are megabytes that nobody wants once the program has loaded, so they are held weakly: V8 keeps them for as
// long as the current job runs, which is the whole start of a CommonJS program. ES modules come in many jobs; where the
// bytes have gone in between, they are read again.

import { existsSync, readFileSync } from 'node:fs';
import { programFilePath } from './program-file.js';
import { TextPack } from './text-pack.js';

/** Major garbage collections that a start is likely to see; modules that come later are read by themselves. */
const MAX_READS = 8;

export class PackReader {
  readonly #directory: string;
  readonly #program: string;
  #pack: WeakRef<TextPack> | undefined;
  #readsLeft = MAX_READS;

  /** `directory`: the store; `program`: the program's key. */
  constructor(directory: string, program: string) {
    this.#directory = directory;
    this.#program = program;
  }

  /** The entry of this module without its map, valid until the next call; undefined where there is none. */
  find(hash: string): Buffer | undefined {
    return (this.#pack?.deref() ?? this.#read())?.find(hash);
  }

  #read(): TextPack | undefined {
    if (this.#readsLeft === 0) return undefined;
    this.#readsLeft -= 1;
    const pack = readPack(this.#directory, this.#program);
    if (pack === undefined) this.#readsLeft = 0;
    else this.#pack = new WeakRef(pack);
    return pack;
  }
}

function readPack(directory: string, program: string): TextPack | undefined {
  // A text is of no use without its map: the daemon has that from this file, should the entry by itself be gone.
  if (!existsSync(programFilePath(directory, 'modules', program))) return undefined;
  try {
    return TextPack.open(readFileSync(programFilePath(directory, 'texts', program)));
  } catch {
    // None written yet, or not readable: every entry is a file of its own too.
    return undefined;
  }
}
