// Bounds-checked reading of little-endian numbers and ULEB128 from a file in memory. Runs in the daemon thread and in
// tools; the bytes are anybody's, so every read either stays inside or says at which byte of which file it could not.

import { isUtf8 } from 'node:buffer';
import { CoverageError } from '../../instrument/coverage-error.js';

/** A cursor over `bytes` from `offset` (0-based) up to `end` (exclusive); every failure is an ERR_BAD_FILE. */
export class ByteReader {
  offset: number;
  readonly end: number;
  readonly #buffer: Buffer;

  constructor(
    readonly bytes: Uint8Array,
    readonly path: string,
    range: { start?: number; end?: number } = {},
  ) {
    this.offset = range.start ?? 0;
    this.end = Math.min(range.end ?? bytes.length, bytes.length);
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  u8(): number {
    return this.#buffer[this.#advance(1)] as number;
  }

  u32(): number {
    return this.#buffer.readUInt32LE(this.#advance(4));
  }

  /** A 64-bit number; more than 2^53 - 1 is an error, since no length or count can be that large. */
  u64(): number {
    const start = this.#advance(8);
    const high = this.#buffer.readUInt32LE(start + 4);
    if (high > 0x1fffff) throw this.fail('number beyond 2^53', start);
    return high * 0x1_0000_0000 + this.#buffer.readUInt32LE(start);
  }

  /** A ULEB128 number of at most 32 bits; overlong forms are fine. */
  uleb(): number {
    const first = this.#buffer[this.offset] as number;
    if (first < 0x80 && this.offset < this.end) {
      this.offset++;
      return first;
    }
    return this.#longUleb();
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** The next `length` bytes as UTF-8 text; anything else is an error, since it could not be written back. */
  text(length: number): string {
    const start = this.#advance(length);
    const text = this.#buffer.toString('utf8', start, start + length);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, start + length)))
      throw this.fail('text that is not UTF-8', start);
    return text;
  }

  /** The error for what was found at `offset`; to be thrown by the caller. */
  fail(found: string, offset = this.offset): CoverageError {
    return badFile(this.path, offset, found);
  }

  #longUleb(): number {
    const start = this.offset;
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#buffer[this.#advance(1)] as number;
      value += (byte & 0x7f) * factor;
      if (value > 0xffff_ffff) throw this.fail('ULEB128 number of more than 32 bits', start);
      if (byte < 0x80) return value;
      if (this.offset - start > MAX_ULEB_BYTES) throw this.fail('ULEB128 number without an end', start);
    }
  }

  #advance(length: number): number {
    const start = this.offset;
    if (length > this.end - start) throw this.fail(`only ${this.end - start} of ${length} bytes`, start);
    this.offset = start + length;
    return start;
  }
}

/** An ERR_BAD_FILE with the file and the byte offset in its text and its details. */
export function badFile(path: string, offset: number, found: string): CoverageError {
  return new CoverageError('ERR_BAD_FILE', `reading ${path}: ${found} at byte ${offset}`, {
    details: { path, offset },
  });
}

/** Room for overlong forms: 64 bits. */
const MAX_ULEB_BYTES = 10;
