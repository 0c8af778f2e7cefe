import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findPods } from '../../../client/covdata/pods.js';
import { temporaryDirectory } from './temporary-directory.js';

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

const asUser = process.getuid?.() === 0 ? test.skip : test;

asUser('findPods rejects with EACCES for a closed directory (skipped for root, who may read all)', async (t) => {
  const [directory = ''] = directoriesOf(t, []);
  chmodSync(directory, 0);
  await t.throwsAsync(findPods([directory]), { code: 'EACCES' });
});
