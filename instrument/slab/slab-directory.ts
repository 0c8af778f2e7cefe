// A thread's view of a slab's directory, by module hash. Private to one thread; reads entries that other threads
// publish. It may miss the newest entries and those still being filled: the thread then claims a region of its own.

import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS } from './slab-layout.js';

/** The four words of a module hash as they stand in an entry. */
export type HashWords = readonly [number, number, number, number];

/** Hash of 32 hex digits as words: byte i of the entry's hash is hex digits 2i and 2i + 1. */
export function hashWords(hash: string): HashWords {
  return [wordAt(hash, 0), wordAt(hash, 8), wordAt(hash, 16), wordAt(hash, 24)];
}

/** Eight hex digits as a little-endian word. */
function wordAt(hash: string, start: number): number {
  const word = Number.parseInt(hash.slice(start, start + 8), 16);
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

export class SlabDirectory {
  readonly #words: Int32Array;
  /** Word offsets of published entries, by their first hash word. */
  readonly #entries = new Map<number, number[]>();
  /** Word offsets of entries that were not published when they were looked at. */
  #unpublished: number[] = [];
  #seen = 0;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Word offsets of the entries of a module, whatever their state. */
  find(hash: HashWords): number[] {
    this.#update();
    return (this.#entries.get(hash[0]) ?? []).filter((entry) => this.#hasHash(entry, hash));
  }

  #hasHash(entry: number, hash: HashWords): boolean {
    return hash.every((word, index) => this.#words[entry + ENTRY.hash + index] === word);
  }

  #update(): void {
    const pending = this.#unpublished;
    this.#unpublished = [];
    for (const entry of pending) this.#add(entry);
    const words = this.#words;
    const count = Math.min(Atomics.load(words, HEADER.nextEntry), words[HEADER.maxEntries] ?? 0);
    for (; this.#seen < count; this.#seen++) this.#add(HEADER_WORDS + this.#seen * ENTRY_WORDS);
  }

  #add(entry: number): void {
    // The state is loaded before the hash: a published state says that the hash stands.
    if (Atomics.load(this.#words, entry + ENTRY.state) === ENTRY_STATE.unpublished) {
      this.#unpublished.push(entry);
      return;
    }
    const key = this.#words[entry + ENTRY.hash] ?? 0;
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, [entry]);
    else known.push(entry);
  }
}
