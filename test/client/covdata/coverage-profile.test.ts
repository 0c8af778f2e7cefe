// Rows and totals of profiles made by hand.

import test from 'ava';
import { CoverageProfile } from '../../../client/covdata/coverage-profile.js';
import { formatFunctionRows, functionRows, goFunctionRows } from '../../../client/covdata/function-rows.js';
import { formatPercent, packageTotals } from '../../../client/covdata/percent.js';
import { ProgramCounts } from '../../../client/covdata/program-counts.js';
import type { MetaData, MetaFunction, MetaUnit } from '../../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../../instrument/coverage-options.js';

function profileOf(functions: MetaFunction[], counters: number[][], mode: CoverageMode = 'atomic'): CoverageProfile {
  const meta: MetaData = {
    hash: '00'.repeat(16),
    mode,
    granularity: 'perblock',
    packages: [{ name: 'a.js', path: 'app/a.js', modulePath: 'app', functions }],
    extension: undefined,
  };
  const counts = ProgramCounts.of(meta);
  const add = counts.adder('test', () => {});
  for (const [fn, values] of counters.entries())
    add({ package: 0, function: fn, counters: Uint32Array.from(values), count: values.length, offset: 0 });
  const profile = new CoverageProfile(mode);
  profile.add({ meta, counts });
  return profile;
}

const named = (name: string, ...units: MetaUnit[]): MetaFunction => ({ name, file: 'app/a.js', literal: false, units });

const OUTER = named('outer', [1, 1, 3, 1, 1], [7, 1, 9, 1, 1]);
const INNER = named('inner', [4, 1, 6, 1, 1]);

test('functionRows gives a function one row, goFunctionRows splits it around another', (t) => {
  const profile = profileOf([OUTER, INNER], [[1, 0], [1]]);
  t.deepEqual(
    functionRows(profile).map(({ name, statements, covered }) => [name, statements, covered]),
    [
      ['outer', 2, 1],
      ['inner', 1, 1],
    ],
  );
  t.deepEqual(
    goFunctionRows(profile).map(({ name }) => name),
    ['outer', 'inner', 'outer'],
  );
});

test('functionRows keeps neighbours of one name apart, goFunctionRows joins them', (t) => {
  const profile = profileOf([named('init', [1, 1, 2, 1, 1]), named('init', [3, 1, 4, 1, 1])], [[1], [0]]);
  t.deepEqual(
    functionRows(profile).map(({ line, covered }) => [line, covered]),
    [
      [1, 1],
      [3, 0],
    ],
  );
  t.is(goFunctionRows(profile).length, 1);
});

test('formatFunctionRows hides literals and counts them in the total', (t) => {
  const literal = { ...INNER, literal: true };
  t.is(
    formatFunctionRows(functionRows(profileOf([OUTER, literal], [[1, 1], [0]]))),
    'app/a.js:1:\touter\t\t100.0%\ntotal\t\t(statements)\t66.7%\n',
  );
});

test('CoverageProfile counts a unit once that stands in a function twice', (t) => {
  const unit: MetaUnit = [1, 1, 2, 1, 3];
  t.deepEqual(packageTotals(profileOf([named('f', unit, unit)], [[0, 4]])), [
    { path: 'app/a.js', statements: 3, covered: 3 },
  ]);
});

test('CoverageProfile orders units by start line, then end line, then start column', (t) => {
  const units: MetaUnit[] = [
    [1, 9, 5, 1, 1],
    [1, 1, 9, 1, 1],
    [1, 1, 5, 1, 1],
  ];
  const ordered = profileOf([named('f', ...units)], [[0, 0, 0]]).unitsOf('app/a.js');
  t.deepEqual(
    ordered.map(({ unit }) => unit),
    [units[2], units[0], units[1]] as MetaUnit[],
  );
});

test('CoverageProfile says 1 for any count in mode set', (t) => {
  t.is(profileOf([INNER], [[5]], 'set').unitsOf('app/a.js')[0]?.count, 1);
});

test('formatPercent ends the line of a package without statements', (t) => {
  t.is(formatPercent([{ path: 'empty', statements: 0, covered: 0 }]), '\tempty\t\t\n');
});

test('formatPercent ends with a total on request', (t) => {
  const packages = [
    { path: 'a', statements: 3, covered: 3 },
    { path: 'b', statements: 1, covered: 0 },
  ];
  t.regex(formatPercent(packages, { total: true }), /\ttotal\t\tcoverage: 75\.0% of statements\n$/);
});
