// Published, unpublished and freed directory entries.

import test from 'ava';
import { ModuleTotals } from '../../../daemon/totals/module-totals.js';
import { SlabReader } from '../../../daemon/totals/slab-reader.js';
import { ENTRY, ENTRY_STATE } from '../../../instrument/slab/slab-layout.js';
import { hashOf } from '../map-double.js';
import { SlabDouble } from '../slab-double.js';

const HASH = hashOf('a.js');

function readerOf(slab: SlabDouble) {
  const found = new Map<string, ModuleTotals>();
  const reader = new SlabReader(slab.buffer, 'atomic', (hash, count) => {
    const totals = found.get(hash) ?? new ModuleTotals(count);
    found.set(hash, totals);
    return totals;
  });
  return { reader, found };
}

test('SlabReader adds up the regions that several threads have of one module', (t) => {
  const slab = new SlabDouble();
  const { reader, found } = readerOf(slab);
  slab.claim(HASH, 2, { owner: 1 }).counters.set([1, 10]);
  slab.claim(HASH, 2, { owner: 2 }).counters.set([2, 20]);
  reader.fold();
  t.deepEqual([...(found.get(HASH)?.counters ?? [])], [3, 30]);
});

test('SlabReader finds what a word has counted after any number of folds in which it did or did not', (t) => {
  const slab = new SlabDouble();
  const { reader, found } = readerOf(slab);
  const { counters } = slab.claim(HASH, 1500, { owner: 1 });
  let hits = 0;
  for (const growth of [0, 1, 0, 0, 2, 3, 0, 4, 0]) {
    hits += growth;
    counters[7] = hits;
    counters[1499] = hits;
    reader.fold();
    t.deepEqual([found.get(HASH)?.counters[7], found.get(HASH)?.counters[1499]], [hits, hits]);
  }
});

test('SlabReader skips an entry until it is published', (t) => {
  const slab = new SlabDouble();
  const { reader, found } = readerOf(slab);
  const late = slab.reserve(HASH, 1);
  late.counters[0] = 4;
  slab.claim(hashOf('b.js'), 1).counters[0] = 5;
  reader.fold();
  t.deepEqual([...found.keys()], [hashOf('b.js')]);
  late.publish();
  reader.fold();
  t.is(found.get(HASH)?.counters[0], 4);
});

test('SlabReader frees the entries of one owner and no others', (t) => {
  const slab = new SlabDouble();
  const { reader } = readerOf(slab);
  const [mine, other] = [slab.claim(HASH, 1, { owner: 1 }), slab.claim(HASH, 1, { owner: 2 })];
  reader.fold();
  reader.freeOwner(2);
  t.deepEqual([mine.entry[ENTRY.state], other.entry[ENTRY.state]], [1, ENTRY_STATE.free]);
});

test('SlabReader goes on from where a region stood when another thread has taken it over', (t) => {
  const slab = new SlabDouble();
  const { reader, found } = readerOf(slab);
  const region = slab.claim(HASH, 1, { owner: 1 });
  region.counters[0] = 7;
  reader.fold();
  reader.freeOwner(1);
  Atomics.store(region.entry, ENTRY.state, 2);
  region.counters[0] = 9;
  reader.fold();
  t.is(found.get(HASH)?.counters[0], 9);
});

test('SlabReader adds up load counters when their owner says that they are up to date', (t) => {
  const slab = new SlabDouble();
  const { reader, found } = readerOf(slab);
  const region = slab.claim(HASH, 2);
  region.load.set([1, 0]);
  reader.fold();
  t.is(found.get(HASH)?.loaded, undefined);
  Atomics.add(region.entry, ENTRY.loads, 1);
  reader.fold();
  t.deepEqual([...(found.get(HASH)?.loaded ?? [])], [1, 0]);
});
