// Snapshots of one window after the other in memory that is used again.

import test from 'ava';
import { CounterFileEncoder, type CounterFileSnapshot } from '../../../daemon/emit/counter-file.js';
import { LiveFunctionEncoder } from '../../../daemon/emit/live-functions.js';
import { SnapshotBuffers } from '../../../daemon/emit/snapshot-buffers.js';
import { decodeCounterData } from '../../../daemon/files/counter-data-reader.js';
import type { ModuleTotals } from '../../../daemon/totals/module-totals.js';
import { CoverageWindow } from '../../../daemon/windows/coverage-window.js';
import { coveredModule } from '../covered-module.js';
import { hashOf } from '../map-double.js';

const OPTIONS = { hash: hashOf('program'), argv: [], unmeasured: new Map<string, string>() };
const UNITS = 1000;

/** Two modules of 1,000 units, and an encoder of one window. */
function setUp() {
  const window = new CoverageWindow();
  const memory = { functions: new LiveFunctionEncoder(0xffff_ffff), buffers: new SnapshotBuffers() };
  const modules = [0, 1].map((index) => coveredModule(index, [Array.from({ length: UNITS }, (_, unit) => [unit])]));
  const encoder = new CounterFileEncoder(window, memory);
  const encode = () => encoder.encode(modules, OPTIONS);
  return { window, encode, encoder, modules, totals: modules.map(({ totals }) => totals) };
}

/** For each module the count of its first counter; undefined where nothing ran. */
function firstCounts({ pieces }: CounterFileSnapshot): (number | undefined)[] {
  const { functions } = decodeCounterData(Buffer.concat(pieces), 'snapshot');
  return [0, 1].map((index) => functions.find((fn) => fn.package === index)?.counters[0]);
}

function memoryOf({ pieces }: CounterFileSnapshot): ArrayBufferLike | undefined {
  return pieces.find(({ length }) => length >= UNITS)?.buffer;
}

test('CounterFileEncoder.encode encodes what has changed, and takes the rest from the snapshot before', (t) => {
  const { encode, totals } = setUp();
  const [first, second] = totals as [ModuleTotals, ModuleTotals];
  Object.assign(second, { version: 1 }).counters.fill(5);
  for (const version of [1, 2, 3]) {
    Object.assign(first, { version }).counters.fill(300 ** version);
    const snapshot = encode();
    t.deepEqual(firstCounts(snapshot), [300 ** version, 5]);
    snapshot.release();
  }
});

test('CounterFileEncoder.encode writes no snapshot over one that has not been released', (t) => {
  const { encode, totals } = setUp();
  const snapshots = [1, 2, 3, 4].map((version) => {
    for (const each of totals) Object.assign(each, { version }).counters.fill(version);
    return encode();
  });
  t.deepEqual(snapshots.map(firstCounts), [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ]);
});

test('CounterFileEncoder.encode makes snapshot after snapshot in the same memory once each has been released', (t) => {
  const { encode, totals } = setUp();
  const used = new Set<unknown>();
  for (let version = 1; version <= 10; version++) {
    for (const each of totals) Object.assign(each, { version }).counters.fill(version);
    const snapshot = encode();
    used.add(memoryOf(snapshot));
    snapshot.release();
  }
  t.is(used.size, 2);
});

test('CounterFileEncoder.encode shares one snapshot among those who ask while nothing changes', (t) => {
  const { encode, totals } = setUp();
  for (const each of totals) Object.assign(each, { version: 1 }).counters.fill(1);
  const [a, b] = [encode(), encode()];
  t.is(memoryOf(a), memoryOf(b));
  a.release();
  for (const each of totals) Object.assign(each, { version: 2 }).counters.fill(2);
  encode().release();
  for (const each of totals) Object.assign(each, { version: 3 }).counters.fill(3);
  encode().release();
  t.deepEqual(firstCounts(b), [1, 1]);
});

test('CounterFileEncoder.encode counts from each clear, whose baseline may lie in the memory of the one before', (t) => {
  const { window, encode, totals } = setUp();
  const seen = [3, 10, 10, 11].map((count, turn) => {
    for (const each of totals) Object.assign(each, { version: count }).counters.fill(count);
    const snapshot = encode();
    const counts = firstCounts(snapshot);
    snapshot.release();
    if (turn !== 1) window.clear(totals);
    return counts;
  });
  t.deepEqual(seen, [
    [3, 3],
    [7, 7],
    [7, 7],
    [1, 1],
  ]);
  const rest = encode();
  t.deepEqual(firstCounts(rest), [undefined, undefined]);
});

test('CounterFileEncoder.close gives its memory to others, but not what somebody still reads', (t) => {
  const { encode, encoder, totals } = setUp();
  for (const each of totals) Object.assign(each, { version: 1 }).counters.fill(1);
  const read = encode();
  encoder.close();
  for (const each of totals) Object.assign(each, { version: 2 }).counters.fill(2);
  const next = encode();
  t.not(memoryOf(read), memoryOf(next));
  t.deepEqual(firstCounts(read), [1, 1]);
});
