// Files in a directory: all of it or nothing, whatever the system refuses and whoever was there before.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Emission, emitToDirectory } from '../../../daemon/emit/emit-to-directory.js';
import { encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { hashOf } from '../map-double.js';
import { FailingFileSystem } from './failing-file-system.js';

const HASH = hashOf('program');
const META = {
  hash: HASH,
  pieces: encodeMetaData({ hash: HASH, mode: 'atomic', granularity: 'perblock', packages: [], extension: undefined }),
};

function emission(nanotimes: bigint[] = [1n]): Emission {
  const left = [...nanotimes];
  const counters = { pid: 7, nanotime: () => left.shift() ?? 0n, pieces: [Uint8Array.of(1, 2), Uint8Array.of(3)] };
  return { action: 'emit counter data', meta: META, counters };
}

test('emitToDirectory writes both files whole and nothing else', (t) => {
  const dir = temporaryDirectory(t);
  const files = emitToDirectory(dir, emission());
  t.deepEqual(readdirSync(dir), [`covcounters.${HASH}.7.1`, `covmeta.${HASH}`]);
  t.deepEqual(files[1], { path: join(dir, `covcounters.${HASH}.7.1`), bytes: 3 });
  t.deepEqual([...readFileSync(join(dir, `covcounters.${HASH}.7.1`))], [1, 2, 3]);
});

test('emitToDirectory leaves a meta-data file alone that is there already', (t) => {
  const dir = temporaryDirectory(t);
  emitToDirectory(dir, emission([1n]));
  t.is(emitToDirectory(dir, emission([2n])).length, 1);
});

test('emitToDirectory takes the next name where one is taken', (t) => {
  const dir = temporaryDirectory(t);
  writeFileSync(join(dir, `covcounters.${HASH}.7.1`), 'theirs');
  const files = emitToDirectory(dir, emission([1n, 2n]));
  t.is(files[1]?.path, join(dir, `covcounters.${HASH}.7.2`));
  t.is(readFileSync(join(dir, `covcounters.${HASH}.7.1`), 'utf8'), 'theirs');
});

test('emitToDirectory repairs a meta-data file that was cut short', (t) => {
  const dir = temporaryDirectory(t);
  const whole = Buffer.concat(META.pieces);
  writeFileSync(join(dir, `covmeta.${HASH}`), whole.subarray(0, 45));
  emitToDirectory(dir, emission());
  t.deepEqual(readFileSync(join(dir, `covmeta.${HASH}`)), whole);
});

const refusesForeign = test.macro((t, make: (path: string) => void) => {
  const dir = temporaryDirectory(t);
  make(join(dir, `covmeta.${HASH}`));
  const before = readdirSync(dir);
  t.throws(() => emitToDirectory(dir, emission()), { code: 'ERR_CLASH', message: /covmeta/ });
  t.deepEqual(readdirSync(dir), before);
});

test("emitToDirectory keeps somebody else's file", refusesForeign, (path) => writeFileSync(path, 'x'.repeat(100)));
test('emitToDirectory keeps an empty file', refusesForeign, (path) => writeFileSync(path, ''));
test('emitToDirectory keeps a directory', refusesForeign, (path) => mkdirSync(path));
test('emitToDirectory follows no symbolic link', refusesForeign, (path) => {
  writeFileSync(join(path, '..', 'precious'), 'precious');
  symlinkSync('precious', path);
});

const reports = test.macro((t, dir: (t: ExecutionContext) => string, expected: { code: string; message: RegExp }) => {
  t.throws(() => emitToDirectory(dir(t), emission()), expected);
});

test('emitToDirectory says that a directory is missing', reports, (t) => join(temporaryDirectory(t), 'none'), {
  code: 'ENOENT',
  message: /^emit counter data to .*none: no such file or directory$/,
});
test(
  'emitToDirectory says that a path is no directory',
  reports,
  (t) => {
    const file = join(temporaryDirectory(t), 'file');
    writeFileSync(file, '');
    return file;
  },
  { code: 'ENOTDIR', message: /: not a directory$/ },
);

test('emitToDirectory leaves no temporary file and no torn one, whichever step fails', (t) => {
  const steps = new FailingFileSystem();
  emitToDirectory(temporaryDirectory(t), emission(), steps.fs);
  t.true(steps.calls.length > 10);
  // The last call closes the directory, when both files stand already.
  for (const [step, call] of steps.calls.slice(0, -1).entries()) {
    const dir = temporaryDirectory(t);
    const { fs } = new FailingFileSystem(step);
    t.throws(() => emitToDirectory(dir, emission(), fs), { code: 'EIO', message: /^emit counter data to / }, call);
    for (const name of readdirSync(dir)) {
      t.false(name.startsWith('covcounters') && readFileSync(join(dir, name)).length !== 3, `${call} ${step}: ${name}`);
    }
    const again = emitToDirectory(dir, emission([1n, 2n]));
    t.is(again.at(-1)?.bytes, 3);
  }
});
