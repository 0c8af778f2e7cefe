import test from 'ava';
import { encodeTextPack, TextPack } from '../../../instrument/store/text-pack.js';

const A = '0123456789abcdef0123456789abcdef';
const B = 'f'.repeat(32);
const PACK = encodeTextPack([
  [A, Buffer.from('first')],
  [B, Buffer.from('the second')],
]);

test('TextPack.find gives the bytes that were packed under a hash', (t) => {
  const pack = TextPack.open(PACK);
  t.is(pack?.find(A)?.toString(), 'first');
  t.is(pack?.find(B)?.toString(), 'the second');
  t.is(pack?.find('0'.repeat(32)), undefined);
});

test('encodeTextPack writes the bytes that its drawing shows', (t) => {
  const head = Buffer.from('4353565001000100470000000200000038', 'hex');
  t.deepEqual(PACK.subarray(0, head.length), head);
  t.is(PACK.length, 71);
  t.is(PACK.toString('hex', 24, 56), A + B.slice(0, 32));
});

test('TextPack.open refuses a pack cut at any byte, and one with a byte too many', (t) => {
  for (let length = 0; length < PACK.length; length++) {
    t.is(TextPack.open(PACK.subarray(0, length)), undefined, `${length} bytes`);
  }
  t.is(TextPack.open(Buffer.concat([PACK, Buffer.of(0)])), undefined);
});

test('TextPack.open refuses a pack of another version', (t) => {
  const other = Buffer.from(PACK);
  other.writeUInt32LE(other.readUInt32LE(4) + 1, 4);
  t.is(TextPack.open(other), undefined);
});

test('TextPack.open refuses a count that the bytes have no room for', (t) => {
  const other = Buffer.from(PACK);
  other.writeUInt32LE(0xffff_ffff, 12);
  t.is(TextPack.open(other), undefined);
});
