// Packs of texts: what is found in them, and packs that are damaged.

import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { moduleHash } from '../../../instrument/store/module-hash.js';
import { encodeTextPack, type PackedText, TextPack } from '../../../instrument/store/text-pack.js';

const FIRST = packed('a', 'source of the first', 'text of the first');
const SECOND = packed('b', 'größe', 'größe++');
const WIDE = packed('c', '🧵', '🧵🧵');
const MODULES = [FIRST, SECOND, WIDE];
const PACK = encodeTextPack(MODULES);

for (const module of MODULES) {
  test(`TextPack.find gives what was packed for the source ${module.origin.source}`, (t) => {
    const { key, source } = module.origin;
    t.deepEqual(TextPack.open(PACK)?.find(key, source), { ...module.entry, hash: module.hash });
  });
}

test('TextPack.find gives nothing for another source or another key', (t) => {
  const pack = TextPack.open(PACK);
  t.is(pack?.find(FIRST.origin.key, 'source of the First'), undefined);
  t.is(pack?.find(FIRST.origin.key, `${FIRST.origin.source} `), undefined);
  t.is(pack?.find(SECOND.origin.key, FIRST.origin.source), undefined);
  t.is(pack?.find('another', FIRST.origin.source), undefined);
});

test('TextPack.find tells the versions of one file by their sources', (t) => {
  const versions = ['1', '2', '3'].map((source) => packed('a', source, `text ${source}`));
  const pack = TextPack.open(encodeTextPack(versions));
  t.deepEqual(
    ['3', '1', '2', '4'].map((source) => pack?.find(FIRST.origin.key, source)?.code),
    ['text 3', 'text 1', 'text 2', undefined],
  );
});

test('TextPack.find goes by the hash once its sources have been collected', async (t) => {
  const pack = TextPack.open(PACK);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What a WeakRef holds lives until the end of the job that has made it.
  await setImmediate();
  const before = process.memoryUsage().heapUsed;
  collect();
  t.true(process.memoryUsage().heapUsed < before);
  t.is(pack?.find(FIRST.origin.key, FIRST.origin.source)?.code, FIRST.entry.code);
  t.is(pack?.find(FIRST.origin.key, FIRST.origin.source.replace('f', 'F')), undefined);
});

test('encodeTextPack writes the bytes that its drawing shows', (t) => {
  const pack = encodeTextPack([packed('a', 'a', 'ab'), packed('a', 'e', 'ž')]);
  const words = Array.from(new Uint32Array(pack.buffer, pack.byteOffset, 10 + 22 + 4));
  const keys = FIRST.origin.key.length * 2 + 1;
  t.deepEqual(words.slice(0, 10), [0x50565343, words[1], pack.length, 2, keys, 64, 2, 2, 2, 0]);
  t.deepEqual(words.slice(10, 21), [2, 3, 5, 0, 2, 0, 0, 2, 0, 0, 1]);
  t.deepEqual(words.slice(21, 32), [2, 3, 5, 2, 2, 1, 0, 1, 0, 1, 1]);
  t.deepEqual(words.slice(32), [4, 1, 4, 1]);
  t.is(pack.toString('latin1', 36 * 4 + keys + 64), 'ab~\u0001ae');
});

test('TextPack.open refuses a pack cut at any byte, and one with a byte too many', (t) => {
  for (let length = 0; length < PACK.length; length++) {
    t.is(TextPack.open(PACK.subarray(0, length)), undefined, `${length} bytes`);
  }
  t.is(TextPack.open(Buffer.concat([PACK, Buffer.of(0)])), undefined);
});

for (const [what, word] of [
  ['another version', 1],
  ['a count that the bytes have no room for', 3],
  ['sections that the bytes have no room for', 6],
] as const) {
  test(`TextPack.open refuses a pack with ${what}`, (t) => {
    const other = Uint8Array.from(PACK);
    const view = new Uint32Array(other.buffer, 0, 10);
    view[word] = (view[word] ?? 0) + 1000;
    t.is(TextPack.open(Buffer.from(other.buffer)), undefined);
  });
}

function packed(name: string, source: string, code: string): PackedText {
  const entry = { format: 'commonjs', code, prologueOffset: 3, counterCount: 5 } as const;
  const key = JSON.stringify(['1.0.0', `/app/${name}.js`]);
  return {
    hash: moduleHash(key, source),
    entry: { ...entry, functionCounters: Uint32Array.of(4, 1) },
    origin: { key, source },
  };
}
