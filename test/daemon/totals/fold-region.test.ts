// Differences modulo 2^32, in each mode.

import test from 'ava';
import fc from 'fast-check';
import { foldByteWords, foldPrivateWords, foldSharedWords } from '../../../daemon/totals/fold-region.js';

interface Row {
  words: number[];
  total: number;
}

/** One counter whose word is seen with these values, one fold after the other. */
const foldsTo = test.macro((t, fold: typeof foldPrivateWords, { words, total }: Row) => {
  const [word, last, totals] = [new Int32Array(1), new Int32Array(1), new Float64Array(1)];
  for (const value of words) {
    word[0] = value;
    fold(word, last, totals);
  }
  t.is(totals[0], total);
});

test('foldPrivateWords counts from zero', foldsTo, foldPrivateWords, { words: [5], total: 5 });
test('foldPrivateWords adds what has come since', foldsTo, foldPrivateWords, { words: [5, 5, 12], total: 12 });
test('foldPrivateWords passes 2^31', foldsTo, foldPrivateWords, {
  words: [2 ** 31 - 1, 2 ** 31 + 4],
  total: 2 ** 31 + 4,
});
test('foldPrivateWords passes 2^32', foldsTo, foldPrivateWords, {
  words: [2 ** 32 - 3, 2],
  total: 2 ** 32 + 2,
});
test('foldPrivateWords counts a whole turn less one', foldsTo, foldPrivateWords, {
  words: [7, 6],
  total: 2 ** 32 + 6,
});
test('foldPrivateWords passes 2^32 many times', foldsTo, foldPrivateWords, {
  words: Array.from({ length: 1000 }, (_, i) => ((i + 1) * 3_000_000_000) % 2 ** 32),
  total: 3e12,
});
test('foldSharedWords takes a step back for what it is', foldsTo, foldSharedWords, { words: [1000, 101], total: 101 });
test('foldSharedWords passes 2^32', foldsTo, foldSharedWords, {
  words: [2 ** 31 - 1, 2 ** 32 - 3, 2],
  total: 2 ** 32 + 2,
});

test('foldPrivateWords says whether anything changed', (t) => {
  const [words, last, totals] = [Int32Array.of(0, 3), new Int32Array(2), new Float64Array(2)];
  t.true(foldPrivateWords(words, last, totals));
  t.false(foldPrivateWords(words, last, totals));
});

test('foldPrivateWords is exact to the last hit for any steps below 2^32', (t) => {
  const steps = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (increments) => {
      const [word, last, totals] = [new Int32Array(1), new Int32Array(1), new Float64Array(1)];
      for (const increment of increments) {
        word[0] = (word[0] as number) + increment;
        foldPrivateWords(word, last, totals);
      }
      return totals[0] === increments.reduce((sum, increment) => sum + increment, 0);
    }),
  );
  t.pass();
});

test('foldByteWords makes a total of 1 for each byte that is not zero, and none behind the last counter', (t) => {
  const bytes = Uint8Array.of(0, 1, 0, 255, 1, 1, 1, 0);
  const totals = new Float64Array(6);
  t.true(foldByteWords(new Int32Array(bytes.buffer), new Int32Array(2), totals));
  t.deepEqual([...totals], [0, 1, 0, 1, 1, 1]);
});

test('foldByteWords reports no change where the totals stay', (t) => {
  const bytes = Uint8Array.of(1, 0, 0, 0);
  const [words, last, totals] = [new Int32Array(bytes.buffer), new Int32Array(1), new Float64Array(4)];
  foldByteWords(words, last, totals);
  bytes[0] = 2;
  t.false(foldByteWords(words, last, totals));
});
