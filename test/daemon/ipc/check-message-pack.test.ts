// What is let through to msgpackr, and what is not.

import test from 'ava';
import fc from 'fast-check';
import { isPlainMessagePack } from '../../../daemon/ipc/check-message-pack.js';
import { packMessage, unpackMessage } from '../../../instrument/message-pack.js';

const plain = fc.anything({
  maxDepth: 5,
  withBigInt: false,
  withDate: false,
  withMap: false,
  withSet: false,
  withNullPrototype: false,
});

test('isPlainMessagePack accepts whatever packMessage makes of plain values', (t) => {
  fc.assert(fc.property(plain, (value) => isPlainMessagePack(packMessage(value))));
  t.true(isPlainMessagePack(packMessage({ bytes: new Uint8Array(70_000), text: 'x'.repeat(70_000) })));
  t.true(isPlainMessagePack(packMessage(Array.from({ length: 70_000 }, (_, i) => i))));
});

test('isPlainMessagePack refuses a message cut at any byte, and one with a byte too many', (t) => {
  const bytes = packMessage({ type: 'request', id: 70_000, params: { dir: '/ü', list: [1.5, -1, null, undefined] } });
  for (let cut = 0; cut < bytes.length; cut++) t.false(isPlainMessagePack(bytes.subarray(0, cut)), String(cut));
  t.false(isPlainMessagePack(Buffer.concat([bytes, Buffer.of(0)])));
});

test('unpackMessage reads whatever isPlainMessagePack accepts, in memory that the bytes bear out', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      if (isPlainMessagePack(bytes)) unpackMessage(bytes);
    }),
    { numRuns: 20_000 },
  );
  t.pass();
});

const refuses = test.macro({
  exec: (t, _: string, bytes: number[]) => t.false(isPlainMessagePack(Uint8Array.from(bytes))),
  title: (_, name) => `isPlainMessagePack refuses ${name}`,
});
test(refuses, 'an array that claims four thousand million elements', [0xdd, 255, 255, 255, 255]);
test(refuses, 'a map that claims more than there is', [0xdf, 0, 0, 0, 2, 1, 1, 1]);
test(refuses, 'text that claims more than there is', [0xdb, 0, 1, 0, 0, 65]);
test(refuses, 'a map with a key that is no text', [0x81, 0x80, 0]);
test(refuses, 'a timestamp', [0xd6, 0xff, 0, 0, 0, 0]);
test(refuses, "msgpackr's record definitions", [0xd4, 0x72, 0x40, 0x91, 0xa1, 65, 1]);
test(refuses, 'the first byte that is never used', [0xc1]);
test(refuses, 'arrays nested 33 deep', [...new Array(33).fill(0x91), 1]);
