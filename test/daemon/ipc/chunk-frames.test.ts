// Pieces of a snapshot, framed many at a time.

import test from 'ava';
import fc from 'fast-check';
import { CHUNK_BYTES, encodeChunkFrames } from '../../../daemon/ipc/chunk-frames.js';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';

test('encodeChunkFrames writes what the codec would, piece by piece', (t) => {
  const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const small = fc.uint8Array({ minLength: 1, maxLength: 300 });
  const large = fc.integer({ min: 16 * 1024, max: 20_000 }).map((length) => new Uint8Array(length).fill(length));
  const pieces = fc.array(fc.oneof(small, large), { maxLength: 8 });
  fc.assert(
    fc.property(id, pieces, (requestId, chunks) => {
      const decoder = new FrameDecoder();
      const expected = chunks.map((bytes) => ({ type: 'chunk', id: requestId, bytes: Buffer.from(bytes) }));
      const found = [...encodeChunkFrames(requestId, chunks)].flat().flatMap((frames) => decoder.push(frames));
      const known = expected.flatMap((message) => new FrameDecoder().push(encodeFrame(message)));
      return JSON.stringify(found) === JSON.stringify(known) && decoder.isEmpty;
    }),
  );
  t.pass();
});

test('encodeChunkFrames puts many small pieces into few batches of one buffer', (t) => {
  const pieces = Array.from({ length: 1000 }, () => new Uint8Array(1000));
  const batches = [...encodeChunkFrames(1, pieces)];
  t.is(batches.length, Math.ceil(1000 / Math.floor(CHUNK_BYTES / 1000)));
  t.true(batches.every((buffers) => buffers.length === 1));
});

test('encodeChunkFrames cuts a piece longer than CHUNK_BYTES', (t) => {
  const piece = Uint8Array.from({ length: 2 * CHUNK_BYTES + 1 }, (_, index) => index);
  const batches = [...encodeChunkFrames(1, [piece])];
  const buffers = batches.flat();
  t.is(batches.length, 3);
  t.true(buffers.every((buffer) => buffer.length < CHUNK_BYTES + 100));
  const decoder = new FrameDecoder();
  const chunks = buffers.flatMap((buffer) => decoder.push(buffer) as { bytes: Uint8Array }[]);
  t.deepEqual(Buffer.concat(chunks.map(({ bytes }) => bytes)), Buffer.from(piece));
});

test('encodeChunkFrames copies no large piece', (t) => {
  const piece = new Uint8Array(20_000);
  const [buffers = []] = encodeChunkFrames(1, [new Uint8Array(10), piece]);
  t.is(buffers.at(-1)?.buffer, piece.buffer);
});
