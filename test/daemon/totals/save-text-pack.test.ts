// A program's next start takes from the pack what stood in the entries, and from the entries what the pack lacks.

import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { saveTextPack } from '../../../daemon/totals/save-text-pack.js';
import { moduleHash, moduleKey } from '../../../instrument/store/module-hash.js';
import { ModuleStore } from '../../../instrument/store/module-store.js';
import { programFilePath, programKey } from '../../../instrument/store/program-file.js';
import { storeEntryPath } from '../../../instrument/store/store-directory.js';
import type { StoreEntry } from '../../../instrument/store/store-entry.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const NAMES = ['a.js', 'b.js', 'é.js'];
const HASHES = NAMES.map(hashOf);
const PROGRAM = programKey('/app/main.js', { mode: 'atomic', granularity: 'perblock' });

function keyOf(name: string): string {
  const named = { file: `/app/${name}`, modulePath: 'app', packagePath: `app/${name}` };
  return moduleKey('1.0.0', { ...named, format: 'commonjs', mode: 'atomic', granularity: 'perblock' });
}

function sourceOf(name: string): string {
  return `source of ${name}`;
}

function hashOf(name: string): string {
  return moduleHash(keyOf(name), sourceOf(name));
}

function entryOf(name: string): StoreEntry {
  const functionCounters = Uint32Array.of(1, 2, name.length);
  return { format: 'commonjs', code: `'${name}';`, prologueOffset: 0, counterCount: 3, functionCounters };
}

/** A store with an entry for each name. */
function fillStore(directory: string): void {
  const store = new ModuleStore(directory);
  for (const name of NAMES) {
    const origin = { key: keyOf(name), source: sourceOf(name) };
    store.write(hashOf(name), entryOf(name), { map: new Uint8Array(99), origin });
  }
}

function findPacked(store: ModuleStore, name: string) {
  return store.findPacked(keyOf(name), sourceOf(name));
}

/** The store of the program's next start, for which the daemon has kept what it knows of the modules. */
function openPacked(directory: string): ModuleStore {
  writeFileSync(programFilePath(directory, 'modules', PROGRAM), '');
  return new ModuleStore(directory, PROGRAM);
}

function removeEntry(directory: string, name: string): void {
  rmSync(storeEntryPath(directory, hashOf(name)));
}

test('saveTextPack: ModuleStore.findPacked gives all that was packed, without an entry of its own', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  for (const name of NAMES) removeEntry(directory, name);
  t.is(readdirSync(directory).length, 1, 'nothing temporary is left');
  const store = openPacked(directory);
  t.deepEqual(
    NAMES.map((name) => findPacked(store, name)),
    NAMES.map((name) => ({ ...entryOf(name), hash: hashOf(name) })),
  );
  t.is(statSync(programFilePath(directory, 'texts', PROGRAM)).mode & 0o777, 0o600);
});

test('saveTextPack leaves out what the store has no entry of', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  removeEntry(directory, 'a.js');
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  const store = openPacked(directory);
  t.deepEqual(
    NAMES.map((name) => findPacked(store, name)?.code),
    [undefined, "'b.js';", "'é.js';"],
  );
});

test('saveTextPack leaves out what the store has no source of', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  new ModuleStore(directory).write(hashOf('a.js'), entryOf('a.js'), { map: new Uint8Array(9) });
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  const store = openPacked(directory);
  t.deepEqual(
    NAMES.map((name) => findPacked(store, name)?.code),
    [undefined, "'b.js';", "'é.js';"],
  );
});

test('saveTextPack packs no more bytes than it may; the rest is read by itself', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  // 7 and 14 bytes for the strings of each module.
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES }, 50);
  const store = openPacked(directory);
  t.deepEqual(
    NAMES.map((name) => findPacked(store, name)?.code),
    ["'a.js';", "'b.js';", undefined],
  );
  t.is(store.read(hashOf('é.js'))?.code, "'é.js';");
});

test('saveTextPack into a store that is gone leaves nothing behind and does not throw', (t) => {
  const directory = temporaryDirectory(t);
  rmSync(directory, { recursive: true });
  t.notThrows(() => saveTextPack({ directory, program: PROGRAM, hashes: HASHES }));
});

test('ModuleStore.findPacked gives nothing where the source has changed', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  const store = openPacked(directory);
  t.is(store.findPacked(keyOf('a.js'), 'source of A.js'), undefined);
  t.is(store.findPacked(keyOf('a.js'), sourceOf('b.js')), undefined);
  t.is(store.findPacked(keyOf('a.js').replace('1.0.0', '1.0.1'), sourceOf('a.js')), undefined);
});

test('ModuleStore.findPacked gives nothing where the pack is damaged', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  writeFileSync(programFilePath(directory, 'texts', PROGRAM), 'CSVP and then nothing of the kind');
  t.is(findPacked(openPacked(directory), 'a.js'), undefined);
});

test('ModuleStore.findPacked never takes what another program has packed', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  const other = programKey('/app/other.js', { mode: 'atomic', granularity: 'perblock' });
  writeFileSync(programFilePath(directory, 'modules', other), '');
  t.is(findPacked(new ModuleStore(directory, other), 'a.js'), undefined);
});

test('ModuleStore.findPacked gives nothing where what the daemon knows of the modules is gone', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  t.is(findPacked(new ModuleStore(directory, PROGRAM), 'a.js'), undefined);
});
