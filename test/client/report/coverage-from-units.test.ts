// Reports of files of which only Go's units are known.

import test, { type ExecutionContext } from 'ava';
import { coverageFromUnits } from '../../../client/report/coverage-from-units.js';
import { createUnitRanges } from '../../../client/report/unit-ranges.js';
import type { MetaUnit } from '../../../daemon/files/coverage-data.js';

const fn = (name: string, ...units: MetaUnit[]) => ({ name, file: 'm/a.go', literal: false, units });

test('coverageFromUnits makes a statement of each unit that has some, a function of each function', (t) => {
  const functions = [
    { fn: fn('F', [3, 10, 5, 2, 2], [5, 2, 7, 3, 0], [8, 2, 8, 9, 1]), counts: [4, 0, 1] },
    { fn: fn('Empty'), counts: [] },
  ];
  t.deepEqual(coverageFromUnits('a.go', { functions, mode: 'atomic', text: undefined }), {
    path: 'a.go',
    statementMap: {
      0: { start: { line: 3, column: 9 }, end: { line: 5, column: 1 } },
      1: { start: { line: 8, column: 1 }, end: { line: 8, column: 8 } },
    },
    fnMap: {
      0: {
        name: 'F',
        decl: { start: { line: 3, column: 9 }, end: { line: 3, column: 10 } },
        loc: { start: { line: 3, column: 9 }, end: { line: 8, column: 8 } },
        line: 3,
      },
    },
    branchMap: {},
    s: { 0: 4, 1: 1 },
    f: { 0: 4 },
    b: {},
  });
});

test('coverageFromUnits counts 0 and 1 in mode set, and no function for top-level code', (t) => {
  const functions = [{ fn: fn('<module>', [1, 1, 1, 5, 1]), counts: [5] }];
  const { s, f } = coverageFromUnits('a.js', { functions, mode: 'set', text: undefined });
  t.deepEqual([s, f], [{ 0: 1 }, {}]);
});

const startsAt = test.macro({
  title: (_, what: string) => `createUnitRanges starts a block at its first statement: ${what}`,
  exec(t: ExecutionContext, _what: string, text: string, unit: MetaUnit, start: [line: number, column: number]) {
    const range = createUnitRanges({ text, byteColumns: true })(unit);
    t.deepEqual(range.start, { line: start[0], column: start[1] });
  },
});

test(startsAt, 'on the next line', 'if x {\n\treturn 1\n}\n', [1, 6, 3, 2, 1], [2, 1]);
test(startsAt, 'on the same line', 'if x { return 1 }\n', [1, 6, 1, 18, 1], [1, 7]);
test(startsAt, 'behind comments', 'if x { // why\n\n/* because\n*/ y()\n}\n', [1, 6, 5, 2, 1], [4, 3]);
test(startsAt, 'an empty block stays', 'if x {\n}\n', [1, 6, 2, 2, 1], [1, 5]);
test(startsAt, 'no brace', 'a()\nb()\n', [1, 1, 2, 4, 1], [1, 0]);
test(startsAt, 'columns in bytes', 'if x == "äö" { y() }\n', [1, 16, 1, 22, 1], [1, 15]);

test('createUnitRanges takes UTF-16 columns for files of covd', (t) => {
  const range = createUnitRanges({ text: '"äö"; y()\n', byteColumns: false })([1, 7, 1, 10, 1]);
  t.deepEqual(range, { start: { line: 1, column: 6 }, end: { line: 1, column: 9 } });
});
