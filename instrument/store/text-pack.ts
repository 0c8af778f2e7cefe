// All instrumented sources of a program in one file of the store: a second start of a thousand modules opens one file
// instead of a thousand. Written by the daemon thread when a program's modules are known, read by the main thread of the
// program's next run. The entries by themselves stay what counts: what is not in the pack is read from them.
//
//   u32 little-endian                                       bytes
//   +-------+---------+------------+-------+----------------+--------------------+-------+-------+-----+
//   | magic | version | file bytes | count | count x offset | count x hash (16)  | entry | entry | ... |
//   +-------+---------+------------+-------+----------------+--------------------+-------+-------+-----+
//
// An entry is what store-entry.ts describes, without its map; its offset counts from the start of the file, and it ends
// where the next one starts. Two modules whose entries (without maps) take 100 and 60 bytes: 16 bytes of head, offsets 56
// and 156, two hashes, the entries; 216 bytes. Raise TEXT_PACK_VERSION when a reader of the old version would misread a
// pack; packs of another version are not read. Packs are written to a temporary name and renamed.

import { STORE_ENTRY_VERSION } from './store-entry.js';

const TEXT_PACK_MAGIC = 0x50565343; // "CSVP"
const TEXT_PACK_VERSION: number = 0x1_0000 + STORE_ENTRY_VERSION;

const HEADER_BYTES = 16;
const HASH_BYTES = 16;

/** An entry without its map, by its module's hash (32 hex digits). */
export type PackedText = readonly [hash: string, bytes: Uint8Array];

/** The bytes of a pack. */
export function encodeTextPack(texts: readonly PackedText[]): Buffer {
  const head = Buffer.alloc(HEADER_BYTES + texts.length * (4 + HASH_BYTES));
  let offset = head.length;
  for (const [index, [hash, bytes]] of texts.entries()) {
    head.writeUInt32LE(offset, HEADER_BYTES + index * 4);
    head.write(hash, HEADER_BYTES + texts.length * 4 + index * HASH_BYTES, 'hex');
    offset += bytes.length;
  }
  for (const [index, word] of [TEXT_PACK_MAGIC, TEXT_PACK_VERSION, offset, texts.length].entries()) {
    head.writeUInt32LE(word, index * 4);
  }
  return Buffer.concat([head, ...texts.map(([, bytes]) => bytes)]);
}

/** Finds entries in the bytes of a pack, which it keeps. */
export class TextPack {
  readonly #bytes: Buffer;
  readonly #count: number;
  readonly #indexes = new Map<string, number>();

  private constructor(bytes: Buffer, count: number) {
    this.#bytes = bytes;
    this.#count = count;
    const start = HEADER_BYTES + count * 4;
    const hashes = bytes.toString('hex', start, start + count * HASH_BYTES);
    for (let index = 0; index < count; index++) {
      this.#indexes.set(hashes.slice(index * HASH_BYTES * 2, (index + 1) * HASH_BYTES * 2), index);
    }
  }

  /** undefined for bytes that are cut short, or are no pack of this version. */
  static open(bytes: Buffer): TextPack | undefined {
    if (bytes.length < HEADER_BYTES) return undefined;
    if (bytes.readUInt32LE(0) !== TEXT_PACK_MAGIC || bytes.readUInt32LE(4) !== TEXT_PACK_VERSION) return undefined;
    const count = bytes.readUInt32LE(12);
    if (bytes.readUInt32LE(8) !== bytes.length) return undefined;
    if (HEADER_BYTES + count * (4 + HASH_BYTES) > bytes.length) return undefined;
    return new TextPack(bytes, count);
  }

  /** The entry of this module without its map, a view of the pack's bytes; undefined if the pack has none. */
  find(hash: string): Buffer | undefined {
    const index = this.#indexes.get(hash);
    if (index === undefined) return undefined;
    const start = this.#offset(index);
    const end = index + 1 < this.#count ? this.#offset(index + 1) : this.#bytes.length;
    return this.#bytes.subarray(start, end);
  }

  #offset(index: number): number {
    return this.#bytes.readUInt32LE(HEADER_BYTES + index * 4);
  }
}
