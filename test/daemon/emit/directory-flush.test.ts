// The files in COVD_DIR: whole at every moment, once each at the end, and back when the disk is.

import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { execaSync } from 'execa';
import type { FileSystem } from '../../../daemon/emit/file-system.js';
import { parseCoverageFileName } from '../../../daemon/files/coverage-file-name.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../../temporary-directory.js';
import { FailingFileSystem } from './failing-file-system.js';
import { flushOf, readPairs, SourceDouble } from './flush-double.js';

test('DirectoryFlush writes nothing before anything is measured, and nothing again while nothing changes', (t) => {
  const dir = temporaryDirectory(t);
  const source = new SourceDouble();
  source.modules = 0;
  const flush = flushOf(dir, source);
  t.deepEqual([flush.flush(), flush.finish(), readdirSync(dir)], [[], [], []]);
  source.modules = 1;
  t.is(flush.flush().length, 2);
  t.deepEqual(flush.flush(), []);
  source.version = 2;
  t.is(flush.flush().length, 1);
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 2']);
});

test('DirectoryFlush leaves exactly one file of each kind, under the hash of all modules', (t) => {
  const dir = temporaryDirectory(t);
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  flush.flush();
  Object.assign(source, { modules: 3, version: 5 });
  flush.finish();
  t.deepEqual(readPairs(dir), ['modules 3 | modules 3 version 5']);
  t.deepEqual(
    readdirSync(dir).map((name) => parseCoverageFileName(name)?.tag),
    [source.hash(), source.hash()],
  );
});

test('DirectoryFlush updates the same file when it is finished again, and flushes no more', (t) => {
  const dir = temporaryDirectory(t);
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  flush.finish();
  source.version = 2;
  t.deepEqual(flush.flush(), []);
  flush.finish();
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 2']);
});

test('DirectoryFlush releases each counter file, whatever step fails', (t) => {
  const steps = new FailingFileSystem();
  flushOf(temporaryDirectory(t), new SourceDouble(), steps.fs).flush();
  for (let failAt = 0; failAt <= steps.calls.length; failAt++) {
    const source = new SourceDouble();
    const flush = flushOf(temporaryDirectory(t), source, new FailingFileSystem(failAt).fs);
    try {
      flush.flush();
    } catch {
      // Nearly every step; what a close says is not asked.
    }
    t.is(source.unreleased, 0);
  }
});

test('DirectoryFlush takes no name that another process has', (t) => {
  const dir = temporaryDirectory(t);
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  writeFileSync(join(dir, `covcounters.${source.hash()}.7.2`), 'theirs');
  flush.finish();
  t.is(readFileSync(join(dir, `covcounters.${source.hash()}.7.2`), 'utf8'), 'theirs');
  t.is(readPairs(dir).length, 2);
});

test('DirectoryFlush shows a reader one whole pair after every step, wherever the process is killed', (t) => {
  const run = (dir: string, fs: FileSystem) => {
    const source = new SourceDouble();
    const flush = flushOf(dir, source, fs);
    flush.flush();
    Object.assign(source, { modules: 2, version: 2 });
    flush.flush();
    Object.assign(source, { modules: 3, version: 3 });
    flush.finish();
  };
  const steps = new FailingFileSystem();
  run(temporaryDirectory(t), steps.fs);
  for (const step of steps.calls.keys()) {
    const dir = temporaryDirectory(t);
    const { fs } = new FailingFileSystem(step, { forEver: true });
    try {
      run(dir, fs);
    } catch {
      // Where the process was killed.
    }
    const pairs = readPairs(dir);
    t.true(pairs.length <= 1, `step ${step}: ${pairs}`);
    for (const pair of pairs) {
      const [, meta = 0, counters = 0] = (/^modules (\d) \| modules (\d) version \2$/.exec(pair) ?? []).map(Number);
      t.true(meta >= counters && counters > 0, `step ${step}: ${pair}`);
    }
  }
});

test('DirectoryFlush is complete again after any one step has failed', (t) => {
  const steps = new FailingFileSystem();
  const prepare = (dir: string, fs?: FileSystem) => {
    const source = new SourceDouble();
    return { source, flush: flushOf(dir, source, fs) };
  };
  const first = prepare(temporaryDirectory(t), steps.fs);
  first.flush.flush();
  first.flush.finish();
  for (const step of steps.calls.keys()) {
    const dir = temporaryDirectory(t);
    const { source, flush } = prepare(dir, new FailingFileSystem(step).fs);
    for (const write of [() => flush.flush(), () => flush.finish(), () => flush.finish()]) {
      source.version++;
      try {
        write();
      } catch (error) {
        t.like(error, { code: 'EIO', name: 'CoverageError' });
      }
    }
    t.deepEqual(readPairs(dir), [`modules 1 | modules 1 version ${source.version}`], `step ${step}`);
  }
});

test('DirectoryFlush says that its directory is missing, and writes everything once it is there', (t) => {
  const dir = join(temporaryDirectory(t), 'gone');
  const flush = flushOf(dir, new SourceDouble());
  t.throws(() => flush.flush(), { code: 'ENOENT', message: `write coverage to ${dir}: no such file or directory` });
  mkdirSync(dir);
  flush.flush();
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 1']);
});

test('DirectoryFlush writes its meta-data again into a directory that was emptied', (t) => {
  const dir = join(temporaryDirectory(t), 'data');
  mkdirSync(dir);
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  flush.flush();
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
  source.version = 2;
  flush.flush();
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 2']);
});

// Root may write anywhere, whatever the mode says.
const asUser = process.getuid?.() === 0 ? test.skip : test;

asUser('DirectoryFlush says that it may not write to its directory (needs a user other than root)', (t) => {
  const dir = temporaryDirectory(t);
  chmodSync(dir, 0o500);
  t.throws(() => flushOf(dir, new SourceDouble()).flush(), { code: 'EACCES', message: /permission denied$/ });
});

const onSmallDisk = canMount() ? test.serial : test.serial.skip;

/** Needs root, and more than the root of most containers. */
function canMount(): boolean {
  const dir = sharedTemporaryDirectory();
  const { failed } = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { reject: false });
  if (!failed) execaSync('umount', ['--lazy', dir]);
  return !failed;
}

onSmallDisk('DirectoryFlush keeps whole files on a full disk and is complete with room again (needs a mount)', (t) => {
  const dir = temporaryDirectory(t);
  execaSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]);
  t.teardown(() => execaSync('umount', ['--lazy', dir]));
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  flush.flush();
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(48 * 1024));
  Object.assign(source, { version: 2, padding: ' '.repeat(32 * 1024) });
  t.throws(() => flush.flush(), { code: 'EIO', message: /no space left on device$/ });
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 1']);
  rmSync(join(dir, 'ballast'));
  flush.flush();
  t.deepEqual(readPairs(dir), [`modules 1 | modules 1 version 2${source.padding}`]);
  t.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith('tmp.')),
    [],
  );
});

onSmallDisk('DirectoryFlush keeps whole files on a disk that has become read-only (needs a mount)', (t) => {
  const dir = temporaryDirectory(t);
  execaSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]);
  t.teardown(() => execaSync('umount', ['--lazy', dir]));
  const source = new SourceDouble();
  const flush = flushOf(dir, source);
  flush.flush();
  execaSync('mount', ['-o', 'remount,ro', dir]);
  source.version = 2;
  t.throws(() => flush.flush(), { code: 'EIO', message: /read-only file system$/ });
  execaSync('mount', ['-o', 'remount,rw', dir]);
  flush.finish();
  t.deepEqual(readPairs(dir), ['modules 1 | modules 1 version 2']);
});
