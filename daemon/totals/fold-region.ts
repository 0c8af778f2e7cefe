// The hot loops of the daemon thread: they bring wide totals up to date with the words of one region. Called at least
// once a second for every counter of the process, so a word that did not change costs one load and one compare.
//
// The counting thread writes `words` with plain stores at any moment; the daemon reads each word once. What it reads
// may be an older value of a number that only grows (modulo 2^32): the missing part is found by the next fold.
// `last` and `totals` belong to the daemon alone.

/**
 * Mode atomic: adds the difference since the last fold, modulo 2^32, to each total. Exact as long as a word grows by
 * less than 2^32 between two folds. Returns whether anything changed.
 */
export function foldPrivateWords(words: Int32Array, last: Int32Array, totals: Float64Array): boolean {
  let changed = false;
  const { length } = last;
  for (let i = 0; i < length; i++) {
    const now = words[i] as number;
    const before = last[i] as number;
    if (now === before) continue;
    totals[i] = (totals[i] as number) + ((now - before) >>> 0);
    last[i] = now;
    changed = true;
  }
  return changed;
}

/**
 * Mode count: as above for words that several threads increment at once. A thread that was suspended in the middle of
 * an increment may set a word back, so the difference is signed: a step back is no wrap.
 */
export function foldSharedWords(words: Int32Array, last: Int32Array, totals: Float64Array): boolean {
  let changed = false;
  const { length } = last;
  for (let i = 0; i < length; i++) {
    const now = words[i] as number;
    const before = last[i] as number;
    if (now === before) continue;
    totals[i] = Math.max(0, (totals[i] as number) + ((now - before) | 0));
    last[i] = now;
    changed = true;
  }
  return changed;
}

/** Mode set: `words` holds four byte counters each; a byte that is not zero makes its total 1. */
export function foldByteWords(words: Int32Array, last: Int32Array, totals: Float64Array): boolean {
  let changed = false;
  const { length } = last;
  for (let i = 0; i < length; i++) {
    const now = words[i] as number;
    if (now === last[i]) continue;
    last[i] = now;
    changed = setTotals(now, totals, i * 4) || changed;
  }
  return changed;
}

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
