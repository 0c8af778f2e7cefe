// Which text of a file is reported where several were measured.

import test from 'ava';
import { chooseVersions } from '../../../client/report/choose-versions.js';
import { buildReport } from '../../../client/report/coverage-report.js';
import { listMeasuredFiles } from '../../../client/report/measured-file.js';
import { SourceFinder } from '../../../client/report/source-finder.js';
import { measureProgram, writeSources } from './measure-program.js';

const OLD = { 'a.js': 'exports.old = () => 1;\n' };
const NEW = { 'a.js': 'exports.now = () => 2;\nexports.now();\n' };

test('chooseVersions takes the text that is on disk, however old its counts are', async (t) => {
  const root = await writeSources(t, OLD);
  const files = measure(root, [OLD, 1n], [NEW, 2n]);
  const { chosen, leftOut } = chooseVersions(files);
  t.deepEqual(
    chosen.map(({ origin }) => origin.measuredAt),
    [1n],
  );
  t.deepEqual(
    leftOut.map(({ origin }) => origin.measuredAt),
    [2n],
  );
});

test('chooseVersions takes the text measured last where none is on disk', (t) => {
  const { chosen } = chooseVersions(measure('/nowhere', [OLD, 1n], [NEW, 3n], [OLD, 2n]));
  t.deepEqual(
    chosen.map(({ origin }) => origin.measuredAt),
    [3n],
  );
});

test('chooseVersions keeps every pod of the text it takes', (t) => {
  const { chosen, leftOut } = chooseVersions(measure('/nowhere', [NEW, 1n], [NEW, 3n]));
  t.is(chosen.length, 2);
  t.is(leftOut.length, 0);
});

test('buildReport says whose counts were left out', async (t) => {
  const root = await writeSources(t, NEW);
  const packages = [OLD, NEW].flatMap((sources) => measureProgram({ root, sources, drive: () => {} }));
  const { map, notes } = await buildReport(packages, []);
  t.is(notes.length, 1);
  t.regex(notes[0] ?? '', /a\.js: counts of another version of the text are left out/);
  t.is(Object.keys(map.fileCoverageFor(`${root}/a.js`).s).length, 3);
});

function measure(root: string, ...pods: [sources: Record<string, string>, measuredAt: bigint][]) {
  const packages = pods.flatMap(([sources, measuredAt]) =>
    measureProgram({ root, sources, drive: () => {}, measuredAt }),
  );
  return listMeasuredFiles(packages, new SourceFinder([]));
}
