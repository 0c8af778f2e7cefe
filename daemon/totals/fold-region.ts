// The hot loops of the daemon thread: they bring wide totals up to date with the words of one region. Called at least
// once a second for every counter of the process, so a word that did not change costs one load and one compare.
//
// The counting thread writes `words` with plain stores at any moment; the daemon reads each word once. What it reads
// may be an older value of a number that only grows (modulo 2^32): the missing part is found by the next fold.
// `last` and `totals` belong to the daemon alone.

/** Brings `totals` up to `words`, of which `last` were seen before; returns whether anything changed. */
export type FoldWords = (words: Int32Array, last: Int32Array, totals: Float64Array) => boolean;

/**
 * Mode atomic: adds the difference since the last fold, modulo 2^32, to each total. Exact as long as a word grows by
 * less than 2^32 between two folds.
 */
export const foldPrivateWords: FoldWords = (words, last, totals) => foldWords(words, last, totals, addModulo);

/**
 * Mode count: as above for words that several threads increment at once. A thread that was suspended in the middle of
 * an increment may set a word back, so the difference is signed: a step back is no wrap.
 */
export const foldSharedWords: FoldWords = (words, last, totals) => foldWords(words, last, totals, addSigned);

/** `difference` is a word's, as a signed 32-bit integer. */
type Add = (total: number, difference: number) => number;

function addModulo(total: number, difference: number): number {
  return total + (difference >>> 0);
}

function addSigned(total: number, difference: number): number {
  return Math.max(0, total + difference);
}

/** Four words a turn take 30 % less time than one. A process has one mode, so `add` is always the same and gets inlined. */
function foldWords(words: Int32Array, last: Int32Array, totals: Float64Array, add: Add): boolean {
  const whole = last.length & ~3;
  let changed = foldRest(words, last, totals, { start: whole, add });
  for (let i = 0; i < whole; i += 4) {
    const a = words[i] as number;
    const b = words[i + 1] as number;
    const c = words[i + 2] as number;
    const d = words[i + 3] as number;
    const growthA = (a - (last[i] as number)) | 0;
    const growthB = (b - (last[i + 1] as number)) | 0;
    const growthC = (c - (last[i + 2] as number)) | 0;
    const growthD = (d - (last[i + 3] as number)) | 0;
    if ((growthA | growthB | growthC | growthD) === 0) continue;
    changed = true;
    last[i] = a;
    last[i + 1] = b;
    last[i + 2] = c;
    last[i + 3] = d;
    totals[i] = add(totals[i] as number, growthA);
    totals[i + 1] = add(totals[i + 1] as number, growthB);
    totals[i + 2] = add(totals[i + 2] as number, growthC);
    totals[i + 3] = add(totals[i + 3] as number, growthD);
  }
  return changed;
}

/** The words from `start` on, one by one. */
function foldRest(
  words: Int32Array,
  last: Int32Array,
  totals: Float64Array,
  { start, add }: { start: number; add: Add },
): boolean {
  let changed = false;
  for (let i = start; i < last.length; i++) {
    const now = words[i] as number;
    const growth = (now - (last[i] as number)) | 0;
    if (growth === 0) continue;
    last[i] = now;
    totals[i] = add(totals[i] as number, growth);
    changed = true;
  }
  return changed;
}

/** Mode set: `words` holds four byte counters each; a byte that is not zero makes its total 1. */
export const foldByteWords: FoldWords = (words, last, totals) => {
  let changed = false;
  const { length } = last;
  for (let i = 0; i < length; i++) {
    const now = words[i] as number;
    if (now === last[i]) continue;
    last[i] = now;
    changed = setTotals(now, totals, i * 4) || changed;
  }
  return changed;
};

/** `word` has the byte counters `first` to `first + 3`, the lowest in its low bits: shared memory is little-endian here. */
function setTotals(word: number, totals: Float64Array, first: number): boolean {
  let changed = false;
  for (let byte = 0; byte < 4 && first + byte < totals.length; byte++) {
    if (((word >>> (byte * 8)) & 0xff) === 0 || totals[first + byte] === 1) continue;
    totals[first + byte] = 1;
    changed = true;
  }
  return changed;
}
