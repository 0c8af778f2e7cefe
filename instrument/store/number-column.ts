// Columns of whole numbers as bytes: the difference to the number before, zigzag, LEB128. Neighbours in a module map
// differ by little, so most take one byte, and a column is decoded many times as fast as an array of MessagePack.
//
//   5, 7, 6, 300   ->   differences 5, 2, -1, 294   ->   zigzag 10, 4, 1, 588   ->   0a 04 01 cc 04
//
// Runs wherever sources are instrumented, in the daemon thread and in tools.

/** Bytes of `values`, which must be integers of at most 30 bits and a sign. */
export function packNumbers(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 5);
  let length = 0;
  let before = 0;
  for (const value of values) {
    const difference = value - before;
    before = value;
    let rest = ((difference << 1) ^ (difference >> 31)) >>> 0;
    while (rest >= 0x80) {
      bytes[length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[length++] = rest;
  }
  return bytes.slice(0, length);
}

/** The numbers of a column; undefined unless `bytes` holds exactly `count` of them. */
export function unpackNumbers(bytes: unknown, count: unknown): Int32Array | undefined {
  if (!(bytes instanceof Uint8Array) || !Number.isSafeInteger(count)) return undefined;
  return unpackColumn(bytes, count as number);
}

function unpackColumn(bytes: Uint8Array, count: number): Int32Array | undefined {
  // Each number takes a byte at least, so a false count cannot make the array larger than the input.
  if (count < 0 || count > bytes.length) return undefined;
  const values = new Int32Array(count);
  let at = 0;
  let before = 0;
  for (let index = 0; index < count; index++) {
    let zigzag = 0;
    let shift = 0;
    let byte: number;
    do {
      if (at === bytes.length || shift > 28) return undefined;
      byte = bytes[at++] as number;
      zigzag |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    before += (zigzag >>> 1) ^ -(zigzag & 1);
    values[index] = before;
  }
  return at === bytes.length ? values : undefined;
}

/** A column of lists: how many numbers each list has, and the numbers of all. */
export type PackedLists = [count: number, lengths: Uint8Array, total: number, numbers: Uint8Array];

export function packLists(lists: readonly (readonly number[])[]): PackedLists {
  const numbers = lists.flat();
  return [lists.length, packNumbers(lists.map((list) => list.length)), numbers.length, packNumbers(numbers)];
}

/** The lists of a column; undefined unless it is one whose numbers all lie in 0 .. end - 1. */
export function unpackLists(value: unknown, end: number): number[][] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [count, packedLengths, total, packedNumbers] = value as unknown[];
  const lengths = unpackNumbers(packedLengths, count);
  const numbers = unpackNumbers(packedNumbers, total);
  if (!lengths?.every((length) => length >= 0)) return undefined;
  if (!numbers?.every((number) => number >= 0 && number < end)) return undefined;
  let at = 0;
  const lists = Array.from(lengths, (length) => {
    at += length;
    return Array.from(numbers.subarray(at - length, at));
  });
  return at === numbers.length ? lists : undefined;
}
