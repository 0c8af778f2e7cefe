// Files that belong together, by name, across directories.

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { findPods } from '../../../client/covdata/pods.js';
import { temporaryDirectory } from '../../temporary-directory.js';

/** Directories with empty files of these names. */
function directoriesOf(t: ExecutionContext, ...names: string[][]): string[] {
  const root = temporaryDirectory(t);
  return names.map((files, index) => {
    const directory = join(root, String(index));
    mkdirSync(directory);
    for (const file of files) writeFileSync(join(directory, file), '');
    return directory;
  });
}

test('findPods pairs by the tag in the names, across directories', async (t) => {
  const [a = '', b = ''] = directoriesOf(
    t,
    ['covmeta.x', 'covcounters.x.2.1'],
    ['covcounters.x.1.1', 'covcounters.y.1.1'],
  );
  const [pod, ...others] = await findPods([a, b]);
  t.deepEqual(others, []);
  t.deepEqual(pod?.counterFiles, [
    { path: join(a, 'covcounters.x.2.1'), directory: 0 },
    { path: join(b, 'covcounters.x.1.1'), directory: 1 },
  ]);
});

test('findPods orders pods by meta-data path, not by the order of directories', async (t) => {
  const [a = '', b = ''] = directoriesOf(t, ['covmeta.z'], ['covmeta.a']);
  t.deepEqual(
    (await findPods([b, a])).map(({ tag }) => tag),
    ['z', 'a'],
  );
});

test("findPods takes the first directory's meta-data, and keeps the others for comparison", async (t) => {
  const [a = '', b = ''] = directoriesOf(t, ['covmeta.x'], ['covmeta.x']);
  t.like(await findPods([b, a]), { 0: { metaPath: join(b, 'covmeta.x'), metaCopies: [join(a, 'covmeta.x')] } });
});

test('findPods passes over other names, directories and pids beyond 63 bits', async (t) => {
  const names = ['covmeta.x', 'tmp.covmeta.y', 'README', 'metafiles.txt', 'covcounters.x.9223372036854775808.1'];
  const [directory = ''] = directoriesOf(t, names);
  mkdirSync(join(directory, 'covmeta.directory'));
  const pods = await findPods([directory]);
  t.deepEqual(
    pods.map(({ tag, counterFiles }) => [tag, counterFiles]),
    [['x', []]],
  );
});

test('findPods rejects with ENOENT for a missing directory', async (t) => {
  await t.throwsAsync(findPods(['nope']), {
    code: 'ENOENT',
    message: 'reading inputs: open nope: no such file or directory',
  });
});

test('findPods rejects with ENOTDIR for a file', async (t) => {
  const [directory = ''] = directoriesOf(t, ['covmeta.x']);
  await t.throwsAsync(findPods([join(directory, 'covmeta.x')]), { code: 'ENOTDIR' });
});

/** Root may read all, so there the reader becomes somebody else once it has loaded what it needs. */
const READER = `
  const [module, directory] = process.argv.slice(-2);
  import(module).then(({ findPods }) => {
    if (process.geteuid?.() === 0) process.seteuid(65534);
    return findPods([directory]);
  }).then(() => console.log('found'), ({ code }) => console.log(code));`;

test('findPods rejects with EACCES for a closed directory', async (t) => {
  const [directory = ''] = directoriesOf(t, []);
  const module = new URL('../../../client/covdata/pods.js', import.meta.url).href;
  // All but the directory itself is open to whoever reads.
  chmodSync(dirname(directory), 0o755);
  const read = async () => (await execa(process.execPath, ['-e', READER, module, directory])).stdout;
  t.is(await read(), 'found');
  chmodSync(directory, 0);
  t.teardown(() => chmodSync(directory, 0o755));
  t.is(await read(), 'EACCES');
});
