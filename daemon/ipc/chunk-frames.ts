// The chunk frames of an answer. Daemon thread. Small pieces go many into one buffer, and so into one write to the socket;
// large ones are written as they lie in memory, between the heads of their frames: no snapshot is copied to be sent.
//
//   u32 little-endian length | {"type": "chunk", "id": ID, "bytes": | c6 | u32 big-endian length | bytes

import { packMessage } from '../../instrument/message-pack.js';

/** Bytes of pieces in one batch, and in one frame: what a client that does not read keeps in its socket. */
export const CHUNK_BYTES = 256 * 1024;

/** Pieces shorter than this are copied. */
const COPIED_BYTES = 16 * 1024;
const LENGTH_BYTES = 4;
const BIN_32 = 0xc6;
const BIN_HEAD_BYTES = 5;

/** Frames `pieces` for request `id`, in batches of about CHUNK_BYTES, each made when it is asked for, to be written at once. */
export function* encodeChunkFrames(id: number, pieces: readonly Uint8Array[]): Generator<Uint8Array[]> {
  const head = chunkHead(id);
  let batch: Uint8Array[] = [];
  let room = CHUNK_BYTES;
  for (const chunk of splitPieces(pieces)) {
    if (chunk.length > room && batch.length > 0) {
      yield encodeBatch(head, batch);
      [batch, room] = [[], CHUNK_BYTES];
    }
    batch.push(chunk);
    room -= chunk.length;
  }
  if (batch.length > 0) yield encodeBatch(head, batch);
}

function* splitPieces(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; start += CHUNK_BYTES) yield piece.subarray(start, start + CHUNK_BYTES);
  }
}

/** The message up to its bytes: that of an empty chunk without its last value, which is c4 00. */
function chunkHead(id: number): Uint8Array {
  return packMessage({ type: 'chunk', id, bytes: new Uint8Array(0) }).subarray(0, -2);
}

function encodeBatch(head: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array[] {
  const buffers: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  for (const chunk of chunks) {
    small.push(chunk);
    if (chunk.length < COPIED_BYTES) continue;
    buffers.push(joinFrames(head, small, { withoutLast: true }), chunk);
    small = [];
  }
  if (small.length > 0) buffers.push(joinFrames(head, small));
  return buffers;
}

/** The frames of these chunks, or, `withoutLast`, all but the bytes of the last chunk. */
function joinFrames(head: Uint8Array, chunks: readonly Uint8Array[], { withoutLast = false } = {}): Uint8Array {
  const overhead = LENGTH_BYTES + head.length + BIN_HEAD_BYTES;
  const left = withoutLast ? chunks.length - 1 : chunks.length;
  const copied = chunks.slice(0, left).reduce((sum, chunk) => sum + chunk.length, 0);
  const frames = Buffer.allocUnsafe(chunks.length * overhead + copied);
  let at = 0;
  for (const [index, chunk] of chunks.entries()) {
    at = frames.writeUInt32LE(head.length + BIN_HEAD_BYTES + chunk.length, at);
    frames.set(head, at);
    at = frames.writeUInt8(BIN_32, at + head.length);
    at = frames.writeUInt32BE(chunk.length, at);
    if (index >= left) break;
    frames.set(chunk, at);
    at += chunk.length;
  }
  return frames;
}
