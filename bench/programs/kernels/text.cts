// Kernel: strings and JSON, as a program does that reads records, builds text from them and parses it again.

interface Entry {
  id: number;
  name: string;
  tags: string[];
  score: number | null;
}

/** Writes and re-reads 2,000 records, counts words and builds a table. */
export function text(): string {
  const entries = Array.from({ length: 2000 }, (_, index) => createEntry(index));
  const copies = JSON.parse(JSON.stringify(entries)) as Entry[];
  const words = new Map<string, number>();
  for (const copy of copies) countWords(describe(copy), words);
  const table = [...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => `${word.padEnd(12)}|${count}`);
  return `${table.length} ${hash(table.join('\n'))}`;
}

function createEntry(id: number): Entry {
  return {
    id,
    name: `item-${(id * 31).toString(36)}`,
    tags: id % 3 === 0 ? ['new', `t${id % 17}`] : id % 3 === 1 ? ['old'] : [],
    score: id % 5 === 0 ? null : id / 7,
  };
}

function describe({ id, name, tags, score }: Entry): string {
  const rating = score === null ? 'unrated' : score > 100 ? `high ${Math.round(score)}` : 'low';
  return `${capitalize(name)} #${id % 50}: ${rating}, ${tags.length > 0 ? tags.join(' and ') : 'no tags'}`;
}

function capitalize(word: string): string {
  return word === '' ? word : word.charAt(0).toUpperCase() + word.slice(1);
}

function countWords(sentence: string, words: Map<string, number>): void {
  let start = 0;
  for (let index = 0; index <= sentence.length; index++) {
    const code = index < sentence.length ? sentence.charCodeAt(index) : 32;
    if (isWordCode(code)) continue;
    if (index > start) {
      const word = sentence.slice(start, index).toLowerCase();
      words.set(word, (words.get(word) ?? 0) + 1);
    }
    start = index + 1;
  }
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function hash(value: string): number {
  let result = 5381;
  for (let index = 0; index < value.length; index++) result = ((result * 33) ^ value.charCodeAt(index)) | 0;
  return result;
}
