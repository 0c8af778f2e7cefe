// Two sides of one program, compared by function and line.

import test from 'ava';
import { buildDiff, type CoverageDiff } from '../../../../client/report/diff/build-diff.js';
import { countSides } from '../../../../client/report/diff/compare-coverage.js';
import { toDiffJson } from '../../../../client/report/diff/diff-json.js';
import { formatDiffPage } from '../../../../client/report/diff/diff-page.js';
import { formatDiff } from '../../../../client/report/diff/diff-text.js';
import type { MeasuredPackage } from '../../../../client/report/measured-package.js';
import { measureProgram, type ProgramRun, writeSources } from '../measure-program.js';
import { drainQueue, fillQueue, SOURCES } from '../programs.js';

test('buildDiff divides lines among A, B, both and neither', async (t) => {
  const { files } = await diffOf(fillQueue, drainQueue);
  t.deepEqual(
    files.map(({ path, lines }) => [path, lines]),
    [
      [
        '/app/src/queue.js',
        { onlyA: [9, 10, 12, 13, 17, 27, 28, 29], onlyB: [21, 22], both: [4, 5, 26, 31, 32], neither: [] },
      ],
      ['/app/src/sizes.js', { onlyA: [6], onlyB: [4], both: [1, 2], neither: [8] }],
    ],
  );
});

test('buildDiff counts functions by who called them, top-level code left out', async (t) => {
  const { files } = await diffOf(fillQueue, drainQueue);
  t.deepEqual(countSides(files).functions, { onlyA: 4, onlyB: 2, both: 2, neither: 1 });
});

test('buildDiff gives lines to the innermost function, under the name that covd has for it', async (t) => {
  const { files } = await diffOf(fillQueue, drainQueue);
  const functions = files[0]?.functions.map(({ name, line, side, lines }) => [name, line, side, lines.both]);
  t.deepEqual(functions, [
    ['(top level)', undefined, undefined, [26, 31, 32]],
    ['Queue.constructor', 3, 'both', [4, 5]],
    ['Queue.put', 8, 'onlyA', []],
    ['Queue.take', 16, 'onlyA', []],
    ['Queue.drain', 20, 'onlyB', []],
    ['visit', 20, 'neither', []],
    ['exports.fill', 26, 'onlyA', []],
    ['exports.full', 31, 'onlyA', []],
    ['exports.drain', 32, 'onlyB', []],
  ]);
});

test('buildDiff takes a file that only one side loaded', async (t) => {
  const [a, b] = [measure('/app', fillQueue), measure('/app', drainQueue).slice(1)];
  const { files } = await buildDiff({ name: 'a', packages: a }, { name: 'b', packages: b }, []);
  t.deepEqual(files[0]?.lines.both, []);
  t.deepEqual(files[0]?.lines.neither, [21, 22]);
});

test('buildDiff compares one program measured on two machines', async (t) => {
  const root = await writeSources(t, SOURCES);
  const [a, b] = [measure('/container', fillQueue), measure(root, drainQueue)];
  const { files, notes } = await buildDiff({ name: 'a', packages: a }, { name: 'b', packages: b }, []);
  t.deepEqual(
    files.map(({ path }) => path),
    [`${root}/src/queue.js`, `${root}/src/sizes.js`],
  );
  t.deepEqual(files[0]?.lines.both, [4, 5, 26, 31, 32]);
  t.deepEqual(notes, []);
});

test('buildDiff never compares two texts of a file', async (t) => {
  const root = await writeSources(t, SOURCES);
  const older = { ...SOURCES, 'src/sizes.js': '// older\n\nexports.size = () => {};\n' };
  const [a, b] = [measure(root, fillQueue), measureProgram({ root, sources: older, drive: () => {} })];
  const { files, notes } = await buildDiff({ name: 'a', packages: a }, { name: 'b', packages: b }, []);
  t.deepEqual(files[1]?.lines, { onlyA: [1, 2, 6], onlyB: [], both: [], neither: [4, 8] });
  t.regex(notes.join(), /sizes\.js: counts of another version of the text are left out/);
});

test('buildDiff says that a side of granularity perfunc knows functions only', async (t) => {
  const a = measure('/app', fillQueue);
  const b = measureProgram({ root: '/app', sources: SOURCES, drive: fillQueue, granularity: 'perfunc' });
  const { notes } = await buildDiff({ name: 'prod', packages: a }, { name: 'tests', packages: b }, []);
  t.deepEqual(
    notes.filter((note) => note.includes('compare functions')),
    ['tests: granularity perfunc: all lines of a function that was called count as covered; compare functions'],
  );
});

test('formatDiff lists what the sides cover by file, function and line', async (t) => {
  const text = formatDiff(await diffOf(fillQueue, drainQueue), { root: '/app', sides: ['onlyB', 'neither'] });
  t.deepEqual(text.split('\n'), [
    '',
    '              functions    lines',
    '  Only prod           4        9',
    '  Only tests          2        3',
    '  Both                2        7',
    '  Neither             1        1',
    '',
    'Only tests',
    '  src/queue.js',
    '    Queue.drain:20    whole function, lines 21-22',
    '    exports.drain:32  whole function, line 32',
    '  src/sizes.js',
    '    exports.size:1  line 4',
    '',
    'Neither',
    '  src/queue.js',
    '    visit:20  no lines of its own',
    '  src/sizes.js',
    '    exports.size:1  line 8',
    '',
  ]);
});

test('formatDiff says so when a side covers nothing alone', async (t) => {
  const text = formatDiff(await diffOf(fillQueue, fillQueue), { root: '/app', sides: ['onlyA'] });
  t.true(text.endsWith('\nOnly prod\n  (nothing)\n'));
});

test('toDiffJson has the totals, and null for the line of top-level code', async (t) => {
  const json = JSON.parse(JSON.stringify(toDiffJson(await diffOf(fillQueue, drainQueue)))) as {
    totals: object;
    files: { functions: object[] }[];
  };
  t.deepEqual(json.totals, {
    functions: { onlyA: 4, onlyB: 2, both: 2, neither: 1 },
    lines: { onlyA: 9, onlyB: 3, both: 7, neither: 1 },
  });
  t.like(json.files[0]?.functions[0], { name: '(top level)', line: null, side: null });
});

test('formatDiffPage marks each line with its side and escapes what it shows', async (t) => {
  const root = await writeSources(t, SOURCES);
  const [a, b] = [measure(root, fillQueue), measure(root, drainQueue)];
  const diff = await buildDiff({ name: '<prod>', packages: a }, { name: 'tests', packages: b }, []);
  const page = formatDiffPage(diff, { root });
  t.true(page.includes('<span class="onlyB"><i>B</i><u>22</u>    this.items.length = 0;</span>'));
  t.true(page.includes('<span class="neither"><i>–</i><u>8</u>      return (bytes &#62;&#62; 20)'));
  t.true(page.includes('&#60;prod&#62;'));
  t.false(page.includes('<prod>'));
  t.notRegex(page, /(?:src|href)=/, 'the page loads nothing');
});

function diffOf(a: ProgramRun['drive'], b: ProgramRun['drive']): Promise<CoverageDiff> {
  return buildDiff({ name: 'prod', packages: measure('/app', a) }, { name: 'tests', packages: measure('/app', b) }, []);
}

function measure(root: string, drive: ProgramRun['drive']): MeasuredPackage[] {
  return measureProgram({ root, sources: SOURCES, drive });
}
