// Keywords of a text: its most frequent words that say something.

const STOP_WORDS = new Set(
  'a an and are as at be by for from has he in is it its of on or that the to was with'.split(' '),
);

export function extractKeywords({ text, count }) {
  const frequencies = countWords(splitWords(text));
  return [...frequencies]
    .sort(([wordA, a], [wordB, b]) => b - a || wordA.localeCompare(wordB))
    .slice(0, count)
    .map(([word, frequency]) => ({ word, frequency }));
}

function splitWords(text) {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word));
}

function countWords(words) {
  const frequencies = new Map();
  for (const word of words) {
    const stem = word.endsWith('s') ? word.slice(0, -1) : word;
    frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
  }
  return frequencies;
}
