// An entry of the store: one instrumented source with what a thread needs to claim its region and what the daemon
// needs to name its counters. Written by measured threads and `covd build`, read by measured threads and the daemon thread.
//
//   u32 little-endian
//   +-------+---------+--------+----------+----------+-----------+--------+-------+-------+--------+
//   | magic | version | format | prologue | counters | functions | text   | map   | key   | source |
//   |       |         |        | offset   |          |           | bytes  | bytes | bytes | bytes  |
//   +-------+---------+--------+----------+----------+-----------+--------+-------+-------+--------+
//   | functions x u32 (counters of each) | text | map | key | source |
//   +------------------------------------+------+-----+-----+--------+
//
// Texts are UTF-8, `prologue offset` counts UTF-16 code units; the map is a ModuleMap in MessagePack. Key and source are
// what the module's hash is made of (module-hash.ts), for the text pack; `covd build` leaves them out. A file that asks
// not to be measured (an ignore-file pragma) has an entry with no functions, map, key or source, and as text the reason.
// Entries are written to a temporary name and renamed, so a reader never sees half of one. Raise STORE_ENTRY_VERSION
// when a reader of the old version would misread an entry; entries of another version are made anew.

const STORE_ENTRY_MAGIC = 0x44565343; // "CSVD"
export const STORE_ENTRY_VERSION = 2;

const HEADER_WORDS = 10;
const STORE_ENTRY_HEADER_BYTES = HEADER_WORDS * 4;

export interface StoreEntry {
  /** How the source was read; undefined: the file asks not to be measured, and `code` says why. */
  format: 'module' | 'commonjs' | undefined;
  code: string;
  /** UTF-16 offset in `code` at which a prologue may be put in. */
  prologueOffset: number;
  /** Length of the region's counter area, in counters. */
  counterCount: number;
  /** Number of counters of each function, in order. */
  functionCounters: Uint32Array;
}

/** What a module's hash is made of. */
export interface ModuleOrigin {
  key: string;
  source: string;
}

/** Lengths in bytes of an entry's parts; together the length of the file. */
export interface StoreEntryLengths {
  header: number;
  functions: number;
  text: number;
  map: number;
  key: number;
  source: number;
}

/** Formats by the numbers that stand for them in files. */
export const STORE_ENTRY_FORMATS = [undefined, 'module', 'commonjs'] as const;

/** The bytes of an entry; `map` is an encoded ModuleMap (empty for a file that asks not to be measured). */
export function encodeStoreEntry(entry: StoreEntry, map: Uint8Array, origin?: ModuleOrigin): Buffer {
  const text = Buffer.from(entry.code, 'utf8');
  const [key, source] = [Buffer.from(origin?.key ?? '', 'utf8'), Buffer.from(origin?.source ?? '', 'utf8')];
  const functions = entry.functionCounters;
  const words = [
    STORE_ENTRY_MAGIC,
    STORE_ENTRY_VERSION,
    STORE_ENTRY_FORMATS.indexOf(entry.format),
    entry.prologueOffset,
    entry.counterCount,
    functions.length,
    text.length,
    map.length,
    key.length,
    source.length,
    ...functions,
  ];
  const head = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) head.writeUInt32LE(word, index * 4);
  return Buffer.concat([head, text, map, key, source]);
}

/** Lengths of the parts from an entry's first bytes; undefined if they are not those of an entry of this version. */
export function readStoreEntryLengths(bytes: Buffer): StoreEntryLengths | undefined {
  if (bytes.length < STORE_ENTRY_HEADER_BYTES) return undefined;
  if (bytes.readUInt32LE(0) !== STORE_ENTRY_MAGIC || bytes.readUInt32LE(4) !== STORE_ENTRY_VERSION) return undefined;
  return {
    header: STORE_ENTRY_HEADER_BYTES,
    functions: bytes.readUInt32LE(20) * 4,
    text: bytes.readUInt32LE(24),
    map: bytes.readUInt32LE(28),
    key: bytes.readUInt32LE(32),
    source: bytes.readUInt32LE(36),
  };
}

/** The entry at the start of `bytes`, without its map; undefined if it is cut short or not of this version. */
export function decodeStoreEntry(bytes: Buffer): StoreEntry | undefined {
  const lengths = readStoreEntryLengths(bytes);
  if (lengths === undefined) return undefined;
  const textStart = lengths.header + lengths.functions;
  if (bytes.length < textStart + lengths.text) return undefined;
  const functionCounters = readWords(bytes.subarray(lengths.header, textStart));
  return {
    format: STORE_ENTRY_FORMATS[bytes.readUInt32LE(8)],
    code: bytes.toString('utf8', textStart, textStart + lengths.text),
    prologueOffset: bytes.readUInt32LE(12),
    counterCount: bytes.readUInt32LE(16),
    functionCounters,
  };
}

/**
 * A copy: the bytes may stand in a buffer that is read into again. Word by word, for V8 has no need of an ArrayBuffer for
 * a short array that nobody asks for its buffer.
 */
function readWords(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(bytes.length / 4);
  for (let index = 0; index < words.length; index++) words[index] = bytes.readUInt32LE(index * 4);
  return words;
}

/** The encoded ModuleMap of a whole entry; undefined if the entry is cut short, has none, or is not of this version. */
export function storeEntryMap(bytes: Buffer): Buffer | undefined {
  const lengths = readStoreEntryLengths(bytes);
  if (lengths === undefined || lengths.map === 0) return undefined;
  const start = mapStart(lengths);
  return bytes.length < start + lengths.map ? undefined : bytes.subarray(start, start + lengths.map);
}

/** What the hash of a whole entry is made of; undefined if the entry is cut short, says nothing, or is not of this version. */
export function storeEntryOrigin(bytes: Buffer): ModuleOrigin | undefined {
  const lengths = readStoreEntryLengths(bytes);
  if (lengths === undefined || lengths.key === 0) return undefined;
  const start = mapStart(lengths) + lengths.map;
  const sourceStart = start + lengths.key;
  if (bytes.length < sourceStart + lengths.source) return undefined;
  return {
    key: bytes.toString('utf8', start, sourceStart),
    source: bytes.toString('utf8', sourceStart, sourceStart + lengths.source),
  };
}

function mapStart(lengths: StoreEntryLengths): number {
  return lengths.header + lengths.functions + lengths.text;
}
