// Every kind of line end, and look-ups in any order.

import test from 'ava';
import { LineTable } from '../../../instrument/source/line-table.js';

for (const [name, end] of [
  ['LF', '\n'],
  ['CR', '\r'],
  ['CR LF', '\r\n'],
  ['LINE SEPARATOR', '\u2028'],
  ['PARAGRAPH SEPARATOR', '\u2029'],
] as const) {
  test(`LineTable takes ${name} for the end of one line`, (t) => {
    const lines = new LineTable(`é${end}${end}b`);
    const last = 1 + 2 * end.length;
    t.deepEqual(
      [0, 1, 1 + end.length, last].map((offset) => lines.lineAt(offset)),
      [1, 1, 2, 3],
    );
    t.is(lines.columnAt(last, 3), 0);
  });
}

test('LineTable.lineAt finds lines in any order', (t) => {
  const lines = new LineTable('a\nbb\n\nccc\n');
  t.deepEqual(
    [9, 0, 5, 3, 10, 2, 4].map((offset) => lines.lineAt(offset)),
    [4, 1, 3, 2, 5, 2, 2],
  );
});
