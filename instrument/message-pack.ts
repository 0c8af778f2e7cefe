// MessagePack, the one encoding of module maps, of the extension of meta-data files and of IPC frames. Runs wherever
// one of them is written or read; the only file that knows msgpackr. Objects become maps with string keys, so any
// MessagePack library reads the bytes.

import { Packr } from 'msgpackr/pack';

const packr = new Packr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' });

/** One MessagePack value, in memory of its own. Uint8Array becomes `bin`. */
export function packMessage(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packr.pack(value));
}

/**
 * The value of `bytes`, which must hold exactly one; binary values are views of `bytes`. Throws what msgpackr throws
 * on damaged input. Bytes of strangers must be checked first: a claimed array length is believed.
 */
export function unpackMessage(bytes: Uint8Array): unknown {
  return packr.unpack(bytes);
}
