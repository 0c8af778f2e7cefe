// Hashes of functions' own texts, by which `covd merge --pcombine` finds a function again whose lines have moved. Runs where
// sources are instrumented.

/** A function's place in the source: 0-based offsets, end exclusive. */
export interface TextRange {
  start: number;
  end: number;
}

/**
 * 16 hex digits for each range, over its text without that of the ranges inside it: an edit changes the innermost function's
 * hash alone. `ranges` must be in order of their starts, and nested where they overlap. Not for defence against forgers.
 */
export function hashFunctionTexts(source: string, ranges: readonly TextRange[]): string[] {
  const hashes: OwnTextHash[] = [];
  const open: OwnTextHash[] = [];
  const closeUpTo = (offset: number) => {
    for (let top = open.at(-1); top && top.end <= offset; top = open.at(-1)) {
      open.pop()?.add(source, top.end);
      open.at(-1)?.skipTo(top.end);
    }
  };
  for (const range of ranges) {
    closeUpTo(range.start);
    open.at(-1)?.add(source, range.start);
    const hash = new OwnTextHash(range);
    hashes.push(hash);
    open.push(hash);
  }
  closeUpTo(source.length);
  return hashes.map((hash) => hash.digest());
}

/** Two FNV-1a hashes of 32 bits over UTF-16 code units, from different starts. */
class OwnTextHash {
  readonly end: number;
  #offset: number;
  #low = 0x811c9dc5;
  #high = 0x050c5d1f;

  constructor({ start, end }: TextRange) {
    this.#offset = start;
    this.end = end;
  }

  /** Takes in the text from where it stands up to `end`, and a mark: something ends or is left out here. */
  add(source: string, end: number): void {
    const stop = Math.min(end, this.end);
    // In locals: fields written for each character took three times as long.
    let low = this.#low;
    let high = this.#high;
    for (let i = this.#offset; i < stop; i++) {
      const code = source.charCodeAt(i);
      low = Math.imul(low ^ code, LOW_PRIME);
      high = Math.imul(high ^ code, HIGH_PRIME);
    }
    this.#low = Math.imul(low ^ MARK, LOW_PRIME);
    this.#high = Math.imul(high ^ MARK, HIGH_PRIME);
    this.#offset = end;
  }

  skipTo(offset: number): void {
    this.#offset = Math.max(this.#offset, offset);
  }

  digest(): string {
    return [this.#high, this.#low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const LOW_PRIME = 0x01000193;
const HIGH_PRIME = 0x01000197;

/** No code unit. */
const MARK = 0x1_0000;
