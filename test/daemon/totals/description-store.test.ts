// What the daemon finds out about modules is found again by the next run, and by nothing that has been damaged.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { DescriptionStore } from '../../../daemon/totals/description-store.js';
import { describeModule, packDescription, unpackDescription } from '../../../daemon/totals/module-description.js';
import { ModuleRegistry } from '../../../daemon/totals/module-registry.js';
import { decodeModuleMap, encodeModuleMap } from '../../../instrument/store/module-map-codec.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { hashOf, mapOf } from '../map-double.js';

const NAMES = Array.from({ length: 40 }, (_, i) => `module-${i}.js`);

function mapNamed(name: string) {
  return decodeModuleMap(encodeModuleMap(mapOf(name, [1, 3, 0, 2])), name);
}

/** A run of a program that loads the modules `names`; returns how many maps it had to read. */
function runProgram(store: DescriptionStore, names: readonly string[]) {
  const maps = new Map(names.map((name) => [hashOf(name), mapNamed(name)]));
  let reads = 0;
  const findMap = (hash: string) => {
    reads += 1;
    return maps.get(hash);
  };
  const registry = new ModuleRegistry(findMap, store);
  for (const name of names) registry.findTotals(hashOf(name), 6);
  registry.describe();
  store.save();
  return { registry, reads };
}

function openStore(directory: string): DescriptionStore {
  return new DescriptionStore({ directory: () => directory, program: 'app.js' });
}

function onlyFile(t: ExecutionContext, directory: string): string {
  const names = readdirSync(directory);
  t.is(names.length, 1, names.join(' '));
  return join(directory, names[0] as string);
}

test('DescriptionStore gives a second run all that the first has found out', (t) => {
  const directory = temporaryDirectory(t);
  const first = runProgram(openStore(directory), NAMES);
  const second = runProgram(openStore(directory), NAMES);
  t.is(first.reads, 40);
  t.is(second.reads, 0);
  for (const [i, { plan, meta }] of first.registry.modules.entries()) {
    const again = second.registry.modules[i];
    t.deepEqual(again?.plan, plan);
    t.true(Buffer.from(again?.meta.blob ?? []).equals(meta.blob));
    t.true(Buffer.from(again?.meta.hash ?? []).equals(meta.hash));
    t.true(Buffer.from(again?.meta.extension ?? []).equals(meta.extension));
  }
});

test('DescriptionStore leaves a run with a few new modules without a file', (t) => {
  const directory = temporaryDirectory(t);
  runProgram(openStore(directory), NAMES.slice(0, 31));
  t.deepEqual(readdirSync(directory), []);
});

test('DescriptionStore forgets modules that a program has left behind', (t) => {
  const directory = temporaryDirectory(t);
  runProgram(openStore(directory), NAMES);
  const edited = NAMES.map((name) => `edited-${name}`);
  runProgram(openStore(directory), edited);
  t.is(runProgram(openStore(directory), NAMES).reads, 0, 'as many as the new ones are kept');
  const again = NAMES.map((name) => `again-${name}`);
  runProgram(openStore(directory), again);
  t.is(runProgram(openStore(directory), NAMES).reads, 40);
});

test('DescriptionStore has nothing where there is no directory', (t) => {
  const store = new DescriptionStore({ directory: () => undefined, program: 'app.js' });
  t.is(runProgram(store, NAMES).reads, 40);
  t.is(store.find(hashOf(NAMES[0] as string)), undefined);
});

test('DescriptionStore takes a file that is cut short or of another version for none', (t) => {
  const directory = temporaryDirectory(t);
  runProgram(openStore(directory), NAMES);
  const path = onlyFile(t, directory);
  const bytes = readFileSync(path);
  for (const length of [0, 1, 5, bytes.length >> 1, bytes.length - 1]) {
    writeFileSync(path, bytes.subarray(0, length));
    t.is(openStore(directory).find(hashOf(NAMES[0] as string)), undefined, `${length} bytes`);
  }
  const other = Buffer.from(bytes);
  other.write('9', other.indexOf('2.'));
  writeFileSync(path, other);
  t.is(openStore(directory).find(hashOf(NAMES[0] as string)), undefined);
});

test('DescriptionStore leaves a file of another program alone', (t) => {
  const directory = temporaryDirectory(t);
  runProgram(openStore(directory), NAMES);
  const other = new DescriptionStore({ directory: () => directory, program: 'other.js' });
  t.is(runProgram(other, NAMES).reads, 40);
  t.is(readdirSync(directory).length, 2);
});

test('ModuleRegistry.describe names a second version of a file by its map, whatever an earlier run has kept', (t) => {
  const directory = temporaryDirectory(t);
  const store = openStore(directory);
  runProgram(store, NAMES);
  const [name = ''] = NAMES;
  const edited = { ...mapNamed(name), hash: hashOf('edited') };
  const registry = new ModuleRegistry((hash) => (hash === edited.hash ? edited : mapNamed(name)), openStore(directory));
  registry.findTotals(edited.hash, 6);
  registry.describe();
  registry.findTotals(hashOf(name), 6);
  registry.describe();
  const paths = registry.modules.map(({ meta }) => Buffer.from(meta.blob).toString('latin1').includes(`${name}@`));
  t.deepEqual(paths, [false, true]);
});

test('unpackDescription refuses bytes that are cut short, and plans that lead outside the module', (t) => {
  const description = describeModule(mapNamed('a.js'), 'app/a.js');
  const bytes = packDescription(description);
  t.deepEqual(unpackDescription(bytes)?.plan, description.plan);
  for (let length = 0; length < bytes.length; length++) {
    t.is(unpackDescription(bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
  t.is(unpackDescription(packDescription({ ...description, counterCount: 5 })), undefined);
  const { plan } = description;
  t.is(
    unpackDescription(packDescription({ ...description, plan: { ...plan, functionUnits: Uint32Array.of(0, 7) } })),
    undefined,
  );
});
