// `covd build` on a small project: what it writes, what it leaves alone the second time, and that the output runs.

import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { type BuildRun, buildDirectory } from '../../../instrument/build/build-directory.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { fixture, PRELOAD, readCalls } from '../run-measured.js';

test('buildDirectory instruments scripts, copies the rest and names what it cannot instrument', async (t) => {
  const project = createProject(t);
  const result = await buildDirectory(project.run);
  t.like(result, { instrumented: 4, copied: 1, unchanged: 0, removed: 0 });
  t.deepEqual(
    result.unmeasured.map(({ file }) => file),
    [join(project.source, 'lib/broken.js')],
  );
  t.is(readFileSync(join(project.out, 'assets/data.json'), 'utf8'), '{ "value": 3 }\n');
  t.is(readFileSync(join(project.out, 'lib/broken.js'), 'utf8'), 'const 1x;\n');
});

test('buildDirectory leaves alone what did not change, and removes what is gone', async (t) => {
  const project = createProject(t);
  await buildDirectory(project.run);
  const first = listFiles(project.out);
  t.like(await buildDirectory(project.run), { instrumented: 0, copied: 0, unchanged: 6 });
  writeFileSync(join(project.source, 'lib/size.js'), "export const size = () => 'one size';\n");
  t.like(await buildDirectory(project.run), { instrumented: 1, copied: 0, unchanged: 5 });
  t.is(listFiles(project.out).length, first.length);
  rmSync(join(project.source, 'lib/never.js'));
  t.like(await buildDirectory(project.run), { removed: 1 });
  t.is(listFiles(project.out).length, first.length - 4);
});

test('buildDirectory does everything anew for other options', async (t) => {
  const project = createProject(t);
  await buildDirectory(project.run);
  const options = { ...project.run.options, mode: 'set' as const };
  t.like(await buildDirectory({ ...project.run, options }), { instrumented: 4, unchanged: 0 });
});

test('buildDirectory tells how far it is, up to the last file', async (t) => {
  const steps: [number, number][] = [];
  const project = createProject(t);
  await buildDirectory({ ...project.run, onProgress: (done, total) => steps.push([done, total]) });
  t.deepEqual(steps.at(-1), [6, 6]);
});

test('buildDirectory makes an output that runs without covd', async (t) => {
  const project = createProject(t);
  await buildDirectory(project.run);
  const { stdout, stderr } = await execa(process.execPath, [join(project.out, 'main.js')]);
  t.is(stdout, 'big 6');
  t.is(stderr, '');
});

test('buildDirectory makes CommonJS from which ES modules import what it exports through a getter', async (t) => {
  const { run, source, out } = createProject(t);
  writeFileSync(join(source, 'main.mjs'), "import { a } from './index.cjs';\nconsole.log(a);\n");
  const getter = '{ enumerable: true, get: function () { return b_1.a; } }';
  writeFileSync(join(source, 'index.cjs'), `const b_1 = { a: 1 };\nObject.defineProperty(exports, "a", ${getter});\n`);
  await buildDirectory(run);
  const { stdout } = await execa(process.execPath, [join(out, 'main.mjs')]);
  t.is(stdout, '1');
});

test('buildDirectory writes source maps that lead to the source', async (t) => {
  const project = createProject(t);
  await buildDirectory(project.run);
  const args = ['--enable-source-maps', join(project.out, 'main.js'), 'throw'];
  const { stderr } = await execa(process.execPath, args, { reject: false });
  t.regex(stderr, /src\/main\.js:10:9/);
});

test('buildDirectory makes an output that counts under covd, also when it was moved and its source is gone', async (t) => {
  const project = createProject(t);
  await buildDirectory(project.run);
  const moved = `${project.out}-moved`;
  renameSync(project.out, moved);
  rmSync(project.source, { recursive: true });
  const dir = temporaryDirectory(t);
  const env = { COVD_DIR: dir, COVD_ROOT: project.root, COVD_STORE: join(project.root, 'store') };
  const { stdout, stderr } = await execa(process.execPath, ['--require', PRELOAD, join(moved, 'main.js')], { env });
  t.is(stdout, 'big 6');
  t.is(stderr, '');
  t.deepEqual(Object.fromEntries(readCalls(dir).calls), {
    'main.js:<module>': 1,
    'size.js:<module>': 1,
    'size.js:size': 1,
    'double.cjs:<module>': 1,
    'double.cjs:double': 1,
  });
});

test('buildDirectory refuses a source that does not exist', async (t) => {
  const { run } = createProject(t);
  await t.throwsAsync(buildDirectory({ ...run, source: '/no/such/source' }), { code: 'ENOENT' });
});

test('buildDirectory refuses to build a directory into itself', async (t) => {
  const { run } = createProject(t);
  await t.throwsAsync(buildDirectory({ ...run, out: run.source }), { code: 'ERR_BAD_REQUEST' });
});

function createProject(t: ExecutionContext): { root: string; source: string; out: string; run: BuildRun } {
  const root = temporaryDirectory(t);
  cpSync(fixture('build'), root, { recursive: true });
  const [source, out] = [join(root, 'src'), join(root, 'out')];
  const options = { mode: 'atomic' as const, granularity: 'perblock' as const, include: [], exclude: undefined, root };
  return { root, source, out, run: { source, out, options, covdVersion: '0.0.0', threads: 1 } };
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}
