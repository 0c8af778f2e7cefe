// Entries of the store, whole and cut.

import test from 'ava';
import {
  decodeStoreEntry,
  encodeStoreEntry,
  readStoreEntryLengths,
  type StoreEntry,
  storeEntryMap,
  storeEntryOrigin,
} from '../../../instrument/store/store-entry.js';

const ENTRY: StoreEntry = {
  format: 'module',
  code: "export const größe = '🧵';\n",
  prologueOffset: 7,
  counterCount: 5,
  functionCounters: Uint32Array.of(2, 3),
};
const MAP = Uint8Array.of(1, 2, 3, 4);
const ORIGIN = { key: '["1.0.0","größe.js"]', source: "export const größe = '🧵';\n" };

test('decodeStoreEntry gives back what encodeStoreEntry was given', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP);
  t.deepEqual(decodeStoreEntry(bytes), ENTRY);
  t.deepEqual([...(storeEntryMap(bytes) ?? [])], [...MAP]);
  t.is(storeEntryOrigin(bytes), undefined);
});

test('storeEntryOrigin gives back what encodeStoreEntry was given, behind the map', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP, ORIGIN);
  t.deepEqual(storeEntryOrigin(bytes), ORIGIN);
  t.deepEqual([...(storeEntryMap(bytes) ?? [])], [...MAP]);
  t.deepEqual(decodeStoreEntry(bytes), ENTRY);
});

test('storeEntryOrigin refuses an entry cut at any byte', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP, ORIGIN);
  for (let length = 0; length < bytes.length; length++) {
    t.is(storeEntryOrigin(bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
});

test('decodeStoreEntry gives counters that outlive the buffer they were read into', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP);
  const entry = decodeStoreEntry(bytes);
  bytes.fill(0);
  t.deepEqual([...(entry?.functionCounters ?? [])], [2, 3]);
});

test('decodeStoreEntry needs no map', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP);
  t.deepEqual(decodeStoreEntry(bytes.subarray(0, bytes.length - MAP.length)), ENTRY);
});

test('decodeStoreEntry and storeEntryMap refuse an entry cut at any byte', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP);
  for (let length = 0; length < bytes.length; length++) {
    t.is(storeEntryMap(bytes.subarray(0, length)), undefined);
    if (length < bytes.length - MAP.length) t.is(decodeStoreEntry(bytes.subarray(0, length)), undefined);
  }
});

test('readStoreEntryLengths refuses another version', (t) => {
  const bytes = encodeStoreEntry(ENTRY, MAP);
  bytes.writeUInt32LE(99, 4);
  t.is(readStoreEntryLengths(bytes), undefined);
});
