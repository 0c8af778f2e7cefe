// The string table of both formats: ULEB128 count, then per string ULEB128 byte length and bytes. Runs in the daemon
// thread and in tools.
//
//   03  00                       s0, the empty string (the writer's first, always)
//       05 61 6c 70 68 61        s1, "alpha"
//       04 6d 61 69 6e           s2, "main"
//
// Readers need neither the empty string nor that strings differ.

import type { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** Numbers strings in order of first use, the empty string being 0. */
export class StringTable {
  readonly #indexes = new Map<string, number>([['', 0]]);

  get size(): number {
    return this.#indexes.size;
  }

  /** 0-based index of `text`, added if it is new. */
  intern(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(text, index);
    return index;
  }

  encode(): Uint8Array {
    const writer = new ByteWriter(1024).uleb(this.#indexes.size);
    for (const text of this.#indexes.keys()) writer.text(text);
    return writer.finish();
  }
}

/** The strings of the table at the reader's offset, which is left behind the last of them. */
export function decodeStringTable(reader: ByteReader): string[] {
  const start = reader.offset;
  const count = reader.uleb();
  if (count > reader.remaining)
    throw reader.fail(`string table of ${count} strings in ${reader.remaining} bytes`, start);
  return Array.from({ length: count }, () => reader.text(reader.uleb()));
}

/** The string with that index, or an error that says where the index stood. */
export function lookUpString(strings: string[], index: number, reader: ByteReader): string {
  const text = strings[index];
  if (text === undefined) throw reader.fail(`string ${index} of a table of ${strings.length}`);
  return text;
}
