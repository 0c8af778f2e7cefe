// MessagePack for everything of covd that is not Go's: the wire, module maps and the extension of meta-data files. The
// only importer of msgpackr. Runs in the daemon thread, in tools, and in measured threads that read or fill the store.

import { Packr } from 'msgpackr';

const CODEC = new Packr({ useRecords: false, variableMapSize: true, int64AsType: 'number' });

/** One MessagePack value over an ArrayBuffer of its own; objects become maps that any MessagePack reader understands. */
export function encodeMessagePack(value: unknown): Uint8Array {
  return new Uint8Array(CODEC.encode(value));
}

/** The one value that `bytes` holds; throws msgpackr's errors for anything else. */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  return CODEC.decode(bytes);
}
