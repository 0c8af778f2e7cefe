// All instrumented sources of a program in one file of the store, with the sources they were made of: a second start of a
// thousand modules opens one file instead of a thousand, and compares sources instead of hashing them. Written by the
// daemon thread when a program's modules are known, read by the main thread of the program's next run. The entries by
// themselves stay what counts: what is not in the pack is read from them.
//
//   u32, byte order of the machine
//   +-------+---------+------------+-------+-------------+---------------------------+------------------+
//   | magic | version | file bytes | count | 6 x section | count x row (11 words)    | functions x u32  |
//   |       |         |            |       | bytes       |                           | (counters)       |
//   +-------+---------+------------+-------+-------------+---------------------------+------------------+
//   | keys | hashes | texts, Latin-1 | texts, UTF-16 | sources, Latin-1 | sources, UTF-16 |
//   +------+--------+----------------+---------------+------------------+-----------------+
//
// The six sections are the second line. A key (module-hash.ts) is a line of UTF-8; a hash 32 hex digits; row and hash of a
// module have the place of its key. Strings stand one after another, each in Latin-1 if it can: those are decoded at once
// into memory outside V8's heap, and each text is a part of that. A row: format, prologue offset, counters, then start and
// count of its functions, then section (0 Latin-1, 1 UTF-16), start and length of the text and the same of the source, in
// code units. Two modules `a` of one function with texts `ab` and `é`, sources `a` and `e`: 40 bytes of head, 88 of rows,
// 8 of functions, and the sections. Raise TEXT_PACK_VERSION when a reader of the old version would misread a pack; packs
// of another version, and those of a machine with another byte order, are not read. Packs are written to a temporary name
// and renamed.

import { moduleHash } from './module-hash.js';
import { type ModuleOrigin, STORE_ENTRY_FORMATS, STORE_ENTRY_VERSION, type StoreEntry } from './store-entry.js';

const TEXT_PACK_MAGIC = 0x50565343; // "CSVP"
const TEXT_PACK_VERSION: number = 0x2_0000 + STORE_ENTRY_VERSION;

const HEADER_WORDS = 10;
const SECTION_ENCODINGS = ['utf8', 'latin1', 'latin1', 'utf16le', 'latin1', 'utf16le'] as const;

/** Words of a row; `text` and `source` are places. */
const ROW = { format: 0, prologueOffset: 1, counterCount: 2, functions: 3, functionCount: 4, text: 5, source: 8 };
const ROW_WORDS = 11;
/** Words of a place: 0 for the section in Latin-1 and 1 for that in UTF-16, then start and length in code units. */
const PLACE = { section: 0, start: 1, length: 2 };
type Place = [section: 0 | 1, start: number, length: number];

const HASH_DIGITS = 32;

/** A module of the pack: its entry, what it was made of, and the hash (32 hex digits) of that. */
export interface PackedText {
  hash: string;
  entry: StoreEntry;
  origin: ModuleOrigin;
}

/** A module as a pack gives it. */
export interface FoundText extends StoreEntry {
  hash: string;
}

/** The bytes of a pack. */
export function encodeTextPack(modules: readonly PackedText[]): Buffer {
  const [texts, sources] = [new StringSections(), new StringSections()];
  const functions: number[] = [];
  const rows = modules.flatMap(({ entry, origin }) => {
    const { format, prologueOffset, counterCount, functionCounters } = entry;
    const start = functions.length;
    for (const count of functionCounters) functions.push(count);
    const facts = [STORE_ENTRY_FORMATS.indexOf(format), prologueOffset, counterCount, start, functionCounters.length];
    return [...facts, ...texts.add(entry.code), ...sources.add(origin.source)];
  });
  const keys = Buffer.from(modules.map(({ origin }) => origin.key).join('\n'), 'utf8');
  const hashes = Buffer.from(modules.map(({ hash }) => hash).join(''), 'latin1');
  const sections = [keys, hashes, ...texts.encode(), ...sources.encode()];
  const lengths = sections.map(({ length }) => length);
  const bytes = (HEADER_WORDS + rows.length + functions.length) * 4 + lengths.reduce((sum, length) => sum + length, 0);
  const head = [TEXT_PACK_MAGIC, TEXT_PACK_VERSION, bytes, modules.length, ...lengths, ...rows, ...functions];
  return Buffer.concat([Buffer.from(Uint32Array.from(head).buffer), ...sections]);
}

/** What the module's strings take in a pack, in bytes. */
export function packedBytes({ entry, origin }: PackedText): number {
  return [entry.code, origin.source].reduce((sum, text) => sum + text.length * (isLatin1(text) ? 1 : 2), 0);
}

/** Finds entries in the bytes of a pack, of which it keeps what is not a source. */
export class TextPack {
  readonly #rows: Uint32Array;
  readonly #functions: Uint32Array;
  readonly #hashes: string;
  readonly #texts: readonly string[];
  /**
   * Megabytes that nobody wants once the program has loaded. V8 keeps them for as long as the current job runs, which is
   * the whole start of a CommonJS program; what ES modules load after they have gone is hashed.
   */
  readonly #sources: WeakRef<readonly string[]>;
  /** The last module with a key, and for each module the one before it with the same key, or -1. */
  readonly #lastOfKey = new Map<string, number>();
  readonly #previous: Int32Array;

  private constructor(bytes: Buffer, { count, lengths, functionsEnd }: PackHead) {
    const functionsStart = HEADER_WORDS * 4 + count * ROW_WORDS * 4;
    this.#rows = copyWords(bytes, HEADER_WORDS * 4, functionsStart);
    this.#functions = copyWords(bytes, functionsStart, functionsEnd);
    let end = functionsEnd;
    const [keys, hashes, narrowTexts, wideTexts, narrowSources, wideSources] = lengths.map((length, index) => {
      end += length;
      return bytes.toString(SECTION_ENCODINGS[index], end - length, end);
    });
    this.#hashes = hashes as string;
    this.#texts = [narrowTexts as string, wideTexts as string];
    this.#sources = new WeakRef([narrowSources as string, wideSources as string]);
    this.#previous = new Int32Array(count);
    this.#addKeys(keys as string);
  }

  /** undefined for bytes that are cut short, or are no pack of this version. */
  static open(bytes: Buffer): TextPack | undefined {
    const head = readHead(bytes);
    return head && new TextPack(bytes, head);
  }

  /** The module with this key that is made of this very source; undefined if the pack has none. */
  find(key: string, source: string): FoundText | undefined {
    for (let index = this.#lastOfKey.get(key) ?? -1; index >= 0; index = this.#previous[index] as number) {
      if (this.#isMadeOf(index, key, source)) return this.#read(index);
    }
    return undefined;
  }

  #addKeys(keys: string): void {
    const lines = keys.split('\n');
    for (let index = 0; index < this.#previous.length; index++) {
      const key = lines[index] as string;
      this.#previous[index] = this.#lastOfKey.get(key) ?? -1;
      this.#lastOfKey.set(key, index);
    }
  }

  #isMadeOf(index: number, key: string, source: string): boolean {
    const place = index * ROW_WORDS + ROW.source;
    if (this.#rows[place + PLACE.length] !== source.length) return false;
    const sources = this.#sources.deref();
    return sources === undefined
      ? moduleHash(key, source) === this.#hashOf(index)
      : this.#readString(sources, place) === source;
  }

  #read(index: number): FoundText {
    const rows = this.#rows;
    const row = index * ROW_WORDS;
    const functions = rows[row + ROW.functions] as number;
    return {
      hash: this.#hashOf(index),
      format: STORE_ENTRY_FORMATS[rows[row + ROW.format] as number],
      code: this.#readString(this.#texts, row + ROW.text),
      prologueOffset: rows[row + ROW.prologueOffset] as number,
      counterCount: rows[row + ROW.counterCount] as number,
      functionCounters: this.#functions.subarray(functions, functions + (rows[row + ROW.functionCount] as number)),
    };
  }

  /** `place`: index of its words among the rows'. No copy: V8 makes a long part of a string a view of it. */
  #readString(sections: readonly string[], place: number): string {
    const start = this.#rows[place + PLACE.start] as number;
    const section = sections[this.#rows[place + PLACE.section] as number] as string;
    return section.slice(start, start + (this.#rows[place + PLACE.length] as number));
  }

  #hashOf(index: number): string {
    return this.#hashes.slice(index * HASH_DIGITS, (index + 1) * HASH_DIGITS);
  }
}

/** Strings one after another, each in one of two sections. */
class StringSections {
  readonly #parts: [narrow: string[], wide: string[]] = [[], []];
  readonly #ends: [narrow: number, wide: number] = [0, 0];

  add(text: string): Place {
    const section = isLatin1(text) ? 0 : 1;
    const start = this.#ends[section];
    this.#parts[section].push(text);
    this.#ends[section] += text.length;
    return [section, start, text.length];
  }

  encode(): Buffer[] {
    const [narrow, wide] = this.#parts;
    return [Buffer.from(narrow.join(''), 'latin1'), Buffer.from(wide.join(''), 'utf16le')];
  }
}

function isLatin1(text: string): boolean {
  return !/[^\0-\xff]/.test(text);
}

interface PackHead {
  count: number;
  /** Of the sections, in bytes. */
  lengths: number[];
  /** Where the sections begin, in bytes. */
  functionsEnd: number;
}

function readHead(bytes: Buffer): PackHead | undefined {
  if (bytes.length < HEADER_WORDS * 4) return undefined;
  const [magic, version, fileBytes, count, ...lengths] = copyWords(bytes, 0, HEADER_WORDS * 4);
  if (magic !== TEXT_PACK_MAGIC || version !== TEXT_PACK_VERSION || fileBytes !== bytes.length) return undefined;
  if (count === undefined || lengths.length !== SECTION_ENCODINGS.length || lengths[1] !== count * HASH_DIGITS)
    return undefined;
  const functionsEnd = bytes.length - lengths.reduce((sum, length) => sum + length, 0);
  const functionsStart = (HEADER_WORDS + count * ROW_WORDS) * 4;
  return functionsStart <= functionsEnd && functionsEnd % 4 === 0 ? { count, lengths, functionsEnd } : undefined;
}

function copyWords({ buffer, byteOffset }: Buffer, start: number, end: number): Uint32Array {
  return new Uint32Array(buffer.slice(byteOffset + start, byteOffset + end));
}
