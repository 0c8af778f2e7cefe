// Pieces of a snapshot, framed many at a time.

import test from 'ava';
import fc from 'fast-check';
import { CHUNK_BYTES, encodeChunkFrames } from '../../../daemon/ipc/chunk-frames.js';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';

test('encodeChunkFrames writes what the codec would, piece by piece', (t) => {
  const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(id, pieces, (requestId, chunks) => {
      const decoder = new FrameDecoder();
      const expected = chunks.map((bytes) => ({ type: 'chunk', id: requestId, bytes: Buffer.from(bytes) }));
      const found = [...encodeChunkFrames(requestId, chunks)].flatMap((frames) => decoder.push(frames));
      const known = expected.flatMap((message) => new FrameDecoder().push(encodeFrame(message)));
      return JSON.stringify(found) === JSON.stringify(known) && decoder.isEmpty;
    }),
  );
  t.pass();
});

test('encodeChunkFrames puts many small pieces into few buffers', (t) => {
  const pieces = Array.from({ length: 1000 }, () => new Uint8Array(1000));
  t.is([...encodeChunkFrames(1, pieces)].length, Math.ceil(1000 / Math.floor(CHUNK_BYTES / 1000)));
});

test('encodeChunkFrames cuts a piece longer than CHUNK_BYTES', (t) => {
  const piece = Uint8Array.from({ length: 2 * CHUNK_BYTES + 1 }, (_, index) => index);
  const buffers = [...encodeChunkFrames(1, [piece])];
  t.true(buffers.every((buffer) => buffer.length < CHUNK_BYTES + 100));
  const decoder = new FrameDecoder();
  const chunks = buffers.flatMap((buffer) => decoder.push(buffer) as { bytes: Uint8Array }[]);
  t.deepEqual(Buffer.concat(chunks.map(({ bytes }) => bytes)), Buffer.from(piece));
});
