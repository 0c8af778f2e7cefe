// Frames cut anywhere, frames too long, bodies that are no MessagePack.

import test from 'ava';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';
import { MAX_FRAME_BYTES } from '../../../daemon/ipc/protocol.js';

const MESSAGES = [
  { type: 'hello', protocol: 1 },
  { type: 'chunk', id: 7, bytes: new Uint8Array([1, 2, 3]) },
  { type: 'response', id: 7, ok: true, result: { files: [{ path: '/tmp/ä', bytes: 2 ** 40 }] } },
];

test('FrameDecoder gives back what encodeFrame took, cut at every byte', (t) => {
  const bytes = Buffer.concat(MESSAGES.map(encodeFrame));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const decoder = new FrameDecoder();
    const read = [...decoder.push(bytes.subarray(0, cut)), ...decoder.push(bytes.subarray(cut))];
    t.deepEqual(JSON.stringify(read), JSON.stringify(MESSAGES.map((m) => toBuffers(m))));
  }
});

test('FrameDecoder takes one byte at a time', (t) => {
  const decoder = new FrameDecoder();
  const read = [...encodeFrame(MESSAGES[0])].flatMap((byte) => decoder.push(new Uint8Array([byte])));
  t.deepEqual(read, [MESSAGES[0]]);
});

test('FrameDecoder refuses a length above the limit before the body has come', (t) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(MAX_FRAME_BYTES + 1);
  t.throws(() => new FrameDecoder().push(length), { code: 'ERR_PROTOCOL', message: /16777217 bytes found/ });
});

test('FrameDecoder refuses a body that is not one MessagePack value', (t) => {
  const frame = Buffer.from([2, 0, 0, 0, 1, 1]);
  t.throws(() => new FrameDecoder().push(frame), { code: 'ERR_PROTOCOL' });
});

test('encodeFrame refuses a message above the limit', (t) => {
  t.throws(() => encodeFrame(new Uint8Array(MAX_FRAME_BYTES)), { code: 'ERR_PROTOCOL' });
});

/** Bytes come back as Buffer, which JSON writes in another way. */
function toBuffers(message: object): object {
  return 'bytes' in message ? { ...message, bytes: Buffer.from(message.bytes as Uint8Array) } : message;
}
