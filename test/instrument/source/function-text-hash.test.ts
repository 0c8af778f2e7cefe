// Hashes that move with a function and change with its text.

import test from 'ava';
import { hashFunctionTexts } from '../../../instrument/source/function-text-hash.js';

/** Ranges of `<module>`, and of what stands in the source between each pair of braces, in order of their starts. */
function hashesOf(source: string): string[] {
  const ranges = [{ start: 0, end: source.length }];
  const open: { start: number; end: number }[] = [];
  for (const [index, letter] of [...source].entries()) {
    if (letter === '{') {
      const range = { start: index, end: source.length };
      ranges.push(range);
      open.push(range);
    } else if (letter === '}') {
      const range = open.pop();
      if (range) range.end = index + 1;
    }
  }
  return hashFunctionTexts(source, ranges);
}

test('hashFunctionTexts gives a moved function its old hash', (t) => {
  const [, before] = hashesOf('a {x}');
  const [, after] = hashesOf('// new line\n\na {x}');
  t.is(before, after);
});

test('hashFunctionTexts changes the hash of the edited function alone', (t) => {
  const [module, outer, inner, next] = hashesOf('a {b {c} d} {e}');
  const edited = hashesOf('a {b {changed} d} {e}');
  t.deepEqual([edited[0], edited[1], edited[3]], [module, outer, next]);
  t.not(edited[2], inner);
});

test('hashFunctionTexts sees text behind a nested function', (t) => {
  t.not(hashesOf('{a {b} c}')[1], hashesOf('{a {b} d}')[1]);
});

test('hashFunctionTexts sees that a nested function is gone', (t) => {
  t.not(hashesOf('{a {b}}')[1], hashesOf('{a }')[1]);
});

test('hashFunctionTexts gives 16 hex digits', (t) => {
  t.regex(hashesOf('{}')[1] ?? '', /^[0-9a-f]{16}$/);
});
