// Counts of several pods for one text.

import test, { type ExecutionContext } from 'ava';
import { combineFiles } from '../../../client/report/combine-files.js';
import { listMeasuredFiles } from '../../../client/report/measured-file.js';
import { SourceFinder } from '../../../client/report/source-finder.js';
import type { CoverageMode, Granularity } from '../../../instrument/coverage-options.js';
import { measureProgram, type ProgramRun } from './measure-program.js';

const SOURCES = { 'a.js': 'exports.f = (x) => {\n  if (x) return 1;\n  return 2;\n};\n' };
const call: (...args: unknown[]) => ProgramRun['drive'] =
  (...args) =>
  (load) =>
    args.map((arg) => load('a.js').f?.(arg));

type Pod = [mode: CoverageMode, granularity: Granularity, args: unknown[]];

const addsUp = test.macro({
  title: (_, what: string) => `combineFiles ${what}`,
  exec(t: ExecutionContext, _what: string, pods: Pod[], expected: { f: number; s: number[]; b: number[][] }) {
    const packages = pods.flatMap(([mode, granularity, args]) =>
      measureProgram({ root: '/app', sources: SOURCES, drive: call(...args), mode, granularity }),
    );
    const [file, ...others] = combineFiles(listMeasuredFiles(packages, new SourceFinder([])));
    t.is(others.length, 0);
    t.is(file?.data.f[0], expected.f);
    // The statements of the function's body; statement 0 is the assignment at the top level.
    t.deepEqual(Object.values(file?.data.s ?? {}).slice(1), expected.s);
    t.deepEqual(Object.values(file?.data.b ?? {}), expected.b);
  },
});

const twice: Pod = ['atomic', 'perblock', [0, 1]];
const set: Pod = ['set', 'perblock', [0, 1]];

test(addsUp, 'adds counts', [twice, twice], { f: 4, s: [4, 2, 2], b: [[2, 2]] });
test(addsUp, 'keeps 0 and 1 in mode set', [set, set], { f: 1, s: [1, 1, 1], b: [[1, 1]] });
test(addsUp, 'adds mode set to counts as one run', [set, twice], { f: 3, s: [3, 2, 2], b: [[2, 2]] });
test(addsUp, 'adds perstmt to perblock', [twice, ['atomic', 'perstmt', [0]]], { f: 3, s: [3, 1, 2], b: [[1, 2]] });
test(
  addsUp,
  'takes calls only from perfunc beside finer data',
  [
    ['atomic', 'perfunc', [1, 1, 1]],
    ['atomic', 'perblock', [0]],
  ],
  { f: 4, s: [1, 0, 1], b: [[0, 1]] },
);
test(addsUp, 'leaves branches out of perfunc alone', [['atomic', 'perfunc', [1, 1]]], { f: 2, s: [2, 2, 2], b: [] });
