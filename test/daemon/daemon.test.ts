// The daemon from the inside: requests through a port, over a slab filled by hand.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { decodeCounterData } from '../../daemon/files/counter-data-reader.js';
import type { CounterData } from '../../daemon/files/coverage-data.js';
import { decodeMetaData } from '../../daemon/files/meta-data-file.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { DaemonDouble } from './daemon-double.js';
import { mapOf } from './map-double.js';

const MAP = mapOf('server.js', [2, 3, 1]);

function decode(pieces: Uint8Array[]): CounterData {
  return decodeCounterData(Buffer.concat(pieces), 'snapshot');
}

function countsOf(data: CounterData): string[] {
  return data.functions.map((fn) => `${fn.package}.${fn.function}: ${[...fn.counters].join(' ')}`);
}

test('Daemon emits the functions that have run, with the sum of all threads', async (t) => {
  await using double = new DaemonDouble();
  double.sendMaps(MAP);
  double.slab.claim(MAP.hash, 6, { owner: 1 }).counters.set([1, 0, 0, 0, 0, 7]);
  double.slab.claim(MAP.hash, 6, { owner: 2 }).counters.set([1, 2, 0, 0, 0, 0]);
  const { pieces } = await double.thread.request('emitCounterDataToWriter', {});
  t.deepEqual(countsOf(decode(pieces)), ['0.0: 2 2', '0.2: 7']);
});

test('Daemon with clear leaves nothing of a snapshot to the next one', async (t) => {
  await using double = new DaemonDouble();
  double.sendMaps(MAP);
  const { counters } = double.slab.claim(MAP.hash, 6);
  counters[2] = 5;
  const first = await double.thread.request('emitCounterDataToWriter', { clear: true });
  counters[2] = 8;
  const second = await double.thread.request('emitCounterDataToWriter', { clear: true });
  const third = await double.thread.request('emitCounterDataToWriter', {});
  t.deepEqual(
    [first, second, third].map(({ pieces }) => countsOf(decode(pieces))),
    [['0.1: 5 0 0'], ['0.1: 3 0 0'], []],
  );
});

test('Daemon writes a counter file together with the meta-data that it belongs to', async (t) => {
  const dir = temporaryDirectory(t);
  await using double = new DaemonDouble();
  double.sendMaps(MAP);
  double.slab.claim(MAP.hash, 6).counters[0] = 1;
  const { files } = await double.thread.request('emitCounterDataToDir', { dir, label: 'smoke' });
  t.deepEqual(
    files.map(({ path }) => path).sort(),
    readdirSync(dir)
      .map((name) => join(dir, name))
      .sort(),
  );
  const meta = decodeMetaData(readFileSync(files[0]?.path ?? ''), 'meta');
  const counters = decodeCounterData(readFileSync(files[1]?.path ?? ''), 'counters');
  t.is(counters.hash, meta.hash);
  t.like(counters.args, { argc: '2', argv1: 'app.js', label: 'smoke' });
  t.is(meta.packages[0]?.path, 'app/server.js');
});

test('Daemon says once that the map of a module cannot be read, and emits the others', async (t) => {
  await using double = new DaemonDouble();
  double.sendMaps(MAP);
  double.slab.claim(MAP.hash, 6).counters[0] = 1;
  double.slab.claim('f'.repeat(32), 2).counters[0] = 1;
  const { pieces } = await double.thread.request('emitCounterDataToWriter', {});
  await double.thread.request('status', {});
  t.deepEqual(countsOf(decode(pieces)), ['0.0: 1 0']);
  t.is(double.warnings.length, 1);
  t.regex(double.warnings[0] ?? '', /cannot read the maps of 1 modules/);
});
