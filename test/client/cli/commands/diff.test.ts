// `covd diff` on two small pods: text, page and JSON.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { covd, makeFixture } from './report-fixture.js';

test('diff prints both sides under the names of their directories', async (t) => {
  const { root, a, b } = await makeFixture(t);
  const { exitCode, stdout } = await covd(root, 'diff', a, b, '--only', 'b');
  t.is(exitCode, 0);
  t.true(stdout.includes(`\nOnly ${b}\n  src/queue.js\n    Queue.drain:20 `));
  t.false(stdout.includes(`\nOnly ${a}\n`));
});

test('diff -o writes a page into a directory, or to a file with its name', async (t) => {
  const { root, a, b } = await makeFixture(t);
  const runs = await Promise.all(['page.html', 'site'].map((path) => covd(root, 'diff', a, b, '-o', path)));
  t.deepEqual(
    runs.map(({ exitCode, stdout }) => [exitCode, stdout]),
    [
      [0, ''],
      [0, ''],
    ],
  );
  const pages = ['page.html', 'site/index.html'].map((path) => readFile(join(root, path), 'utf8'));
  t.is(...((await Promise.all(pages)) as [string, string]));
});

test('diff --json prints a value', async (t) => {
  const { root, a, b } = await makeFixture(t);
  t.like(JSON.parse((await covd(root, 'diff', a, b, '--json')).stdout), { a, b, totals: { lines: { onlyB: 3 } } });
});

test('diff without a second side is wrong usage', async (t) => {
  t.is((await covd('/', 'diff', 'a')).exitCode, 2);
});
