// `covd report` on two small pods: summary, reporters, thresholds, wrong usage.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { VECTORS } from '../../../daemon/files/go-vectors.js';
import { writeSources } from '../../report/measure-program.js';
import { covd, makeFixture } from './report-fixture.js';

test('report adds several directories and prints a summary', async (t) => {
  const { root, a, b } = await makeFixture(t);
  const { exitCode, stdout, stderr } = await covd(root, 'report', '-i', `${a},${b}`);
  t.is(exitCode, 0);
  t.regex(stdout, /Lines .* {2}19 of 20\n/);
  t.regex(stdout, /src\/sizes\.js {2}8\n/);
  t.is(stderr, '');
});

test('report writes the files of several reporters', async (t) => {
  const { root, a } = await makeFixture(t);
  const { exitCode, stdout } = await covd(
    root,
    'report',
    '-i',
    a,
    '--reporter',
    'lcovonly,json',
    '--reporter',
    'html',
    '-o',
    'out',
  );
  t.is(exitCode, 0);
  t.is(stdout, '');
  const files = await Promise.all(
    ['lcov.info', 'coverage-final.json', 'index.html'].map((name) => readFile(join(root, 'out', name), 'utf8')),
  );
  t.regex(files[0] ?? '', /^SF:src\/queue\.js$/m);
});

test('report --check exits with 1 and names each threshold that is missed', async (t) => {
  const { root, a } = await makeFixture(t);
  const { exitCode, stderr } = await covd(root, 'report', '-i', a, '--check', '--lines', '99', '--functions', '50');
  t.is(exitCode, 1);
  t.is(stderr, 'covd: checking lines of all files: 80 % (16 of 20), wanted at least 99 %');
});

test('report --check exits with 0 when all is reached', async (t) => {
  const { root, a } = await makeFixture(t);
  t.is((await covd(root, 'report', '-i', a, '--check', '--lines', '80')).exitCode, 0);
});

test('report --check exits with 1 when nothing was measured', async (t) => {
  const { root } = await makeFixture(t);
  const { exitCode, stderr } = await covd(root, 'report', '-i', '.', '--check', '--lines', '0');
  t.is(exitCode, 1);
  t.regex(stderr, /found no measured file/);
});

test('report --json prints totals and files', async (t) => {
  const { root, a } = await makeFixture(t);
  const { stdout } = await covd(root, 'report', '-i', a, '--json', '--pkg', 'app/src/s*');
  const json = JSON.parse(stdout) as { total: { lines: object }; files: object[] };
  t.deepEqual(json.total.lines, { total: 5, covered: 3, skipped: 0, pct: 60 });
  t.like(json.files[0], { path: join(root, 'src/sizes.js'), branchesKnown: true });
});

test('report says that a source has changed', async (t) => {
  const { root, a } = await makeFixture(t, { 'src/sizes.js': 'changed' });
  const { stderr } = await covd(root, 'report', '-i', a);
  t.is(
    stderr,
    `note: ${join(root, 'src/sizes.js')}: changed since it was measured; counts are reported, the text is not shown`,
  );
});

test('report finds the sources of Go with --src', async (t) => {
  const root = await writeSources(t, { 'go/go.mod': 'module example.com/mod\n', 'go/beta/c.go': '\n'.repeat(20) });
  const { stdout, exitCode } = await covd(
    root,
    'report',
    '-i',
    join(VECTORS, 'a1'),
    '--src',
    'go',
    '--pkg',
    '.../beta',
  );
  t.is(exitCode, 0);
  t.regex(stdout, /^ +80\.00 +- +100\.00 +75\.00 {2}go\/beta\/c\.go {2}10$/m);
});

const isRefused = test.macro({
  title: (_, args: string[]) => `report ${args.join(' ')} is wrong usage`,
  async exec(t: ExecutionContext, args: string[], reason: RegExp) {
    const { exitCode, stdout, stderr } = await covd('/', 'report', ...args);
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr, reason);
  },
});

test(isRefused, [], /select input directories/);
test(isRefused, ['-i', 'x', '--reporter', 'pdf'], /wanted one of clover, cobertura/);
test(isRefused, ['-i', 'x', '--check'], /wanted one of --statements/);
test(isRefused, ['-i', 'x', '--lines', '90'], /--lines: found no --check/);
test(isRefused, ['-i', 'x', '--per-file'], /--per-file: found no --check/);
test(isRefused, ['-i', 'x', '--check', '--lines', '101'], /from 0 to 100/);
test(isRefused, ['-i', 'x', '--watermarks', '80,50'], /LOW,HIGH/);
test(isRefused, ['-i', 'x', '--json', '--reporter', 'text'], /--reporter text/);

test('report of a directory that is missing fails with its name', async (t) => {
  const { exitCode, stderr } = await covd('/', 'report', '-i', 'nope');
  t.is(exitCode, 1);
  t.is(stderr, 'covd: reading inputs: open nope: no such file or directory');
});
