// Sums of counter files: overflow, modes, entries that do not fit.

import test from 'ava';
import { ProgramCounts } from '../../../client/covdata/program-counts.js';
import type { CoverageMode } from '../../../instrument/coverage-options.js';

/** A program of two packages: functions of 2 and 1 units, and one of 1 unit. */
function counting(mode: CoverageMode = 'atomic') {
  const warnings: string[] = [];
  const counts = new ProgramCounts([Uint32Array.of(2, 1), Uint32Array.of(1)], mode);
  const visit = counts.adder('covcounters.x', (text) => warnings.push(text));
  const add = (pkg: number, fn: number, values: number[]) =>
    visit({
      package: pkg,
      function: fn,
      counters: Uint32Array.from([...values, 99]),
      count: values.length,
      offset: 50,
    });
  return { counts, warnings, add };
}

test('ProgramCounts adds entries of one function, from one file or several', (t) => {
  const { counts, add } = counting();
  add(0, 0, [1, 2]);
  add(1, 0, [7]);
  add(0, 0, [10, 0]);
  t.deepEqual([...counts.totals], [11, 2, 0, 7]);
  t.deepEqual([...counts.live], [1, 0, 1]);
  t.deepEqual([...counts.countersOfPackage(0)], [11, 2, 0]);
});

test('ProgramCounts stops at 2^32 - 1 and says so once for each entry', (t) => {
  const { counts, warnings, add } = counting();
  add(0, 0, [0xffff_ffff, 0xffff_fff0]);
  add(0, 0, [1, 0xf]);
  add(0, 0, [5, 5]);
  t.deepEqual([...counts.countersOf(0, 0)], [0xffff_ffff, 0xffff_ffff]);
  t.deepEqual(warnings, Array(2).fill('uint32 overflow during counter merge'));
});

test('ProgramCounts holds 0 and 1 in mode set', (t) => {
  const { counts, add } = counting('set');
  add(0, 0, [5, 0]);
  add(0, 0, [5, 0]);
  t.deepEqual([...counts.countersOf(0, 0)], [1, 0]);
});

test('ProgramCounts takes an entry without counters for zeros, and for live', (t) => {
  const { counts, add } = counting();
  add(0, 1, []);
  t.deepEqual([...counts.live], [0, 1, 0]);
});

for (const [pkg, fn] of [
  [0, 2],
  [2, 0],
] as const)
  test(`ProgramCounts leaves out function ${fn} of package ${pkg}, which the program lacks, and says so`, (t) => {
    const { counts, warnings, add } = counting();
    add(pkg, fn, [1]);
    t.deepEqual([...counts.live], [0, 0, 0]);
    t.is(warnings.length, 1);
    t.regex(
      warnings[0] ?? '',
      new RegExp(`^covcounters\\.x: counters for function ${fn} of package ${pkg}, .* at byte 50`),
    );
  });

for (const values of [[1], [1, 2, 3]])
  test(`ProgramCounts refuses ${values.length} counters for a function of 2 units`, (t) => {
    t.throws(() => counting().add(0, 0, values), { code: 'ERR_BAD_FILE', message: /at byte 50$/ });
  });
