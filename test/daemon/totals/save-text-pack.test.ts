// A program's next start takes from the pack what stood in the entries, and from the entries what the pack lacks.

import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { saveTextPack } from '../../../daemon/totals/save-text-pack.js';
import { ModuleStore } from '../../../instrument/store/module-store.js';
import { programFilePath, programKey } from '../../../instrument/store/program-file.js';
import { storeEntryPath } from '../../../instrument/store/store-directory.js';
import type { StoreEntry } from '../../../instrument/store/store-entry.js';
import { hashOf } from '../map-double.js';
import { temporaryDirectory } from '../temporary-directory.js';

const NAMES = ['a.js', 'b.js', 'é.js'];
const HASHES = NAMES.map(hashOf);
const PROGRAM = programKey('/app/main.js', { mode: 'atomic', granularity: 'perblock' });

function entryOf(name: string): StoreEntry {
  const functionCounters = Uint32Array.of(1, 2, name.length);
  return { format: 'commonjs', code: `'${name}';`, prologueOffset: 0, counterCount: 3, functionCounters };
}

/** A store with an entry for each name. */
function fillStore(directory: string): void {
  const store = new ModuleStore(directory);
  for (const name of NAMES) store.write(hashOf(name), entryOf(name), new Uint8Array(99));
}

/** The store of the program's next start, for which the daemon has kept what it knows of the modules. */
function openPacked(directory: string): ModuleStore {
  writeFileSync(programFilePath(directory, 'modules', PROGRAM), '');
  return new ModuleStore(directory, PROGRAM);
}

function removeEntry(directory: string, name: string): void {
  rmSync(storeEntryPath(directory, hashOf(name)));
}

test('saveTextPack: ModuleStore.read gives all that was packed, without an entry of its own', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  for (const name of NAMES) removeEntry(directory, name);
  t.is(readdirSync(directory).length, 1, 'nothing temporary is left');
  const store = openPacked(directory);
  t.deepEqual(
    HASHES.map((hash) => store.read(hash)),
    NAMES.map(entryOf),
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
    HASHES.map((hash) => store.read(hash)?.code),
    [undefined, "'b.js';", "'é.js';"],
  );
});

test('saveTextPack packs no more bytes than it may; the rest is read by itself', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES }, 120);
  t.deepEqual(
    HASHES.map((hash) => openPacked(directory).read(hash)?.code),
    NAMES.map((name) => `'${name}';`),
  );
  for (const name of NAMES) removeEntry(directory, name);
  t.deepEqual(
    HASHES.map((hash) => openPacked(directory).read(hash)?.code),
    ["'a.js';", "'b.js';", undefined],
  );
});

test('saveTextPack into a store that is gone leaves nothing behind and does not throw', (t) => {
  const directory = temporaryDirectory(t);
  rmSync(directory, { recursive: true });
  t.notThrows(() => saveTextPack({ directory, program: PROGRAM, hashes: HASHES }));
});

test('ModuleStore.read reads the entries by themselves where the pack is damaged', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  writeFileSync(programFilePath(directory, 'texts', PROGRAM), 'CSVP and then nothing of the kind');
  t.deepEqual(
    HASHES.map((hash) => openPacked(directory).read(hash)),
    NAMES.map(entryOf),
  );
});

test('ModuleStore.read never takes what another program has packed', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  removeEntry(directory, 'a.js');
  const other = programKey('/app/other.js', { mode: 'atomic', granularity: 'perblock' });
  writeFileSync(programFilePath(directory, 'modules', other), '');
  t.is(new ModuleStore(directory, other).read(hashOf('a.js')), undefined);
});

test('ModuleStore.read takes nothing from a pack where what the daemon knows of the modules is gone', (t) => {
  const directory = temporaryDirectory(t);
  fillStore(directory);
  saveTextPack({ directory, program: PROGRAM, hashes: HASHES });
  removeEntry(directory, 'a.js');
  t.is(new ModuleStore(directory, PROGRAM).read(hashOf('a.js')), undefined);
});
