// Keeps what the daemon has found out about the modules of a program for its next run, in one file of the store of
// instrumented sources: without it the last flush of a program of a thousand modules decodes a thousand maps while the
// program waits. Entries go by module hash, which covers covd's version, the options and the source: none is ever wrong,
// at worst one is missing. Daemon thread.

import { readFileSync } from 'node:fs';
import { packMessage, unpackMessage } from '../../instrument/message-pack.js';
import { MODULE_MAP_VERSION } from '../../instrument/module-map.js';
import { programFilePath } from '../../instrument/store/program-file.js';
import { tryReplaceFile } from '../../instrument/whole-file.js';
import { type ModuleDescription, packDescription, unpackDescription } from './module-description.js';

/** Raise when a description changes its meaning; files of another version are written anew, and text packs with them. */
const VERSION = `2.${MODULE_MAP_VERSION}`;
/** Fewer new modules are not worth a file: describing them takes 20 ms. */
const MIN_NEW_MODULES = 32;

type Entry = [hash: string, description: Uint8Array];

export interface DescriptionStoreOptions {
  /** Gives the store's directory; undefined: there is none (yet). */
  directory: () => string | undefined;
  /** The program's key, as program-file.ts makes it. */
  program: string;
}

export class DescriptionStore {
  readonly #options: DescriptionStoreOptions;
  /** Packed descriptions of the file, by module hash. */
  #kept: Map<string, Uint8Array> | undefined;
  readonly #used = new Set<string>();
  readonly #new = new Map<string, ModuleDescription>();

  constructor(options: DescriptionStoreOptions) {
    this.#options = options;
  }

  /** What an earlier run has kept of the module with this hash. */
  find(hash: string): ModuleDescription | undefined {
    const bytes = this.#read()?.get(hash);
    const found = bytes && unpackDescription(bytes);
    if (found) this.#used.add(hash);
    return found;
  }

  /** Has `save` keep the description. */
  add(hash: string, description: ModuleDescription): void {
    this.#new.set(hash, description);
  }

  /**
   * Writes what is new, if it is enough; a store that cannot be written costs the next run some milliseconds. Returns the
   * hashes of all modules that it keeps; undefined where there was nothing to write.
   */
  save(): string[] | undefined {
    const path = this.#path();
    if (path === undefined || this.#new.size < MIN_NEW_MODULES) return undefined;
    const kept = [...(this.#read() ?? [])];
    const used = kept.filter(([hash]) => this.#used.has(hash));
    const unused = kept.filter(([hash]) => !this.#used.has(hash));
    const added = Array.from(this.#new, ([hash, description]): Entry => [hash, packDescription(description)]);
    // A program that is edited leaves modules behind; they may be those of another process of it, as long as they are few.
    const wanted = unused.length > used.length + added.length ? [...used, ...added] : [...kept, ...added];
    this.#kept = new Map(wanted);
    for (const [hash] of added) this.#used.add(hash);
    this.#new.clear();
    tryReplaceFile(path, packMessage([VERSION, wanted]));
    return wanted.map(([hash]) => hash);
  }

  #read(): Map<string, Uint8Array> | undefined {
    const path = this.#path();
    if (path === undefined) return undefined;
    this.#kept ??= new Map(readEntries(path));
    return this.#kept;
  }

  #path(): string | undefined {
    const directory = this.#options.directory();
    if (directory === undefined) return undefined;
    return programFilePath(directory, 'modules', this.#options.program);
  }
}

function readEntries(path: string): Entry[] {
  try {
    const value = unpackMessage(readFileSync(path));
    if (!Array.isArray(value) || value[0] !== VERSION || !Array.isArray(value[1])) return [];
    return value[1].filter(isEntry);
  } catch {
    // None kept yet, or damaged: the maps say it all.
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  return Array.isArray(value) && typeof value[0] === 'string' && value[1] instanceof Uint8Array;
}
