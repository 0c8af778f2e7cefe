// Columns of numbers, whole, cut and miscounted.

import test from 'ava';
import fc from 'fast-check';
import { packLists, packNumbers, unpackLists, unpackNumbers } from '../../../instrument/store/number-column.js';

const numbers = fc.array(fc.integer({ min: -(2 ** 29), max: 2 ** 29 }));

test('packNumbers writes the bytes of its worked example', (t) => {
  t.deepEqual([...packNumbers([5, 7, 6, 300])], [0x0a, 0x04, 0x01, 0xcc, 0x04]);
});

test('unpackNumbers gives back what packNumbers was given', (t) => {
  fc.assert(
    fc.property(numbers, (values) => {
      t.deepEqual([...(unpackNumbers(packNumbers(values), values.length) ?? [])], values);
    }),
  );
});

test('unpackNumbers refuses a column that is cut, too long or miscounted', (t) => {
  const bytes = packNumbers([1, 200, 100_000]);
  for (let length = 0; length < bytes.length; length++) t.is(unpackNumbers(bytes.subarray(0, length), 3), undefined);
  t.is(unpackNumbers(bytes, 2), undefined);
  t.is(unpackNumbers(bytes, 4), undefined);
  t.is(unpackNumbers(bytes, 2 ** 40), undefined);
  t.is(unpackNumbers(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 1), undefined);
});

test('unpackLists gives back what packLists was given', (t) => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(999))), (lists) => {
      t.deepEqual(unpackLists(packLists(lists), 1000), lists);
    }),
  );
});

test('unpackLists refuses numbers at or beyond the end', (t) => {
  t.deepEqual(unpackLists(packLists([[0], [1, 2]]), 3), [[0], [1, 2]]);
  t.is(unpackLists(packLists([[0], [1, 2]]), 2), undefined);
});
