// Entries written and read again, and which directory is taken for them.

import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ModuleStore } from '../../../instrument/store/module-store.js';
import { openStoreDirectory } from '../../../instrument/store/store-directory.js';
import type { StoreEntry } from '../../../instrument/store/store-entry.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const HASH = '0123456789abcdef0123456789abcdef';

test('ModuleStore.read gives an entry that ModuleStore.write has kept', (t) => {
  const store = new ModuleStore(temporaryDirectory(t));
  const entry = entryOf('let a;');
  t.true(store.write(HASH, entry, { map: new Uint8Array(10) }));
  t.deepEqual(store.read(HASH), entry);
  t.deepEqual(readdirSync(store.directory), [`${HASH}.covd`]);
});

test('ModuleStore.read gives an entry that is longer than its buffer', (t) => {
  const store = new ModuleStore(temporaryDirectory(t));
  const entry = entryOf('/* é */\n'.repeat(100_000));
  store.write(HASH, entry, { map: new Uint8Array(10) });
  t.is(store.read(HASH)?.code.length, entry.code.length);
});

test('ModuleStore.read gives nothing for a module that is not kept', (t) => {
  t.is(new ModuleStore(temporaryDirectory(t)).read(HASH), undefined);
});

test('ModuleStore.write says so when the store is gone, and leaves nothing behind', (t) => {
  const directory = temporaryDirectory(t);
  rmSync(directory, { recursive: true });
  t.false(new ModuleStore(directory).write(HASH, entryOf(''), { map: new Uint8Array(0) }));
});

test('openStoreDirectory takes node_modules/.cache where there is a node_modules', (t) => {
  const root = temporaryDirectory(t);
  mkdirSync(join(root, 'node_modules'));
  t.is(openStoreDirectory(undefined, root), join(root, 'node_modules', '.cache', 'covd'));
});

test.serial("openStoreDirectory else takes a folder that is the user's alone", (t) => {
  const cache = temporaryDirectory(t);
  process.env.XDG_CACHE_HOME = cache;
  const directory = openStoreDirectory(undefined, temporaryDirectory(t));
  t.is(directory, join(cache, 'covd'));
  t.is(statSync(directory ?? '').mode & 0o777, 0o700);
});

test.serial('openStoreDirectory does not use a folder that others may write', (t) => {
  const cache = temporaryDirectory(t);
  process.env.XDG_CACHE_HOME = cache;
  mkdirSync(join(cache, 'covd'));
  chmodSync(join(cache, 'covd'), 0o777);
  t.not(openStoreDirectory(undefined, temporaryDirectory(t)), join(cache, 'covd'));
});

test.serial('openStoreDirectory does not follow a link to somewhere else', (t) => {
  const cache = temporaryDirectory(t);
  process.env.XDG_CACHE_HOME = cache;
  symlinkSync(temporaryDirectory(t), join(cache, 'covd'));
  t.not(openStoreDirectory(undefined, temporaryDirectory(t)), join(cache, 'covd'));
});

function entryOf(code: string): StoreEntry {
  return { format: 'commonjs', code, prologueOffset: 0, counterCount: 3, functionCounters: Uint32Array.of(1, 2) };
}
