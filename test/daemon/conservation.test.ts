// Not a hit is lost and none counted twice: real threads count known numbers while clients take windows.

import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import test from 'ava';
import { connect } from '../../client/connect/connect.js';
import type { CoverageClient } from '../../client/connect/coverage-client.js';
import { decodeCounterData } from '../../daemon/files/counter-data-reader.js';
import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS } from '../../instrument/slab/slab-layout.js';
import type { ThreadMessage } from '../../instrument/thread-message.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { COUNTING_COUNTERS, type CountingWork } from './counting-worker.js';
import { DaemonDouble } from './daemon-double.js';
import { mapOf } from './map-double.js';

const MAP = mapOf('hot.js', [COUNTING_COUNTERS]);
const ENDINGS = ['return', 'throw', 'exit', 'spin'] as const;

/** Runs one thread to its end; its regions are free when the daemon has heard of it. */
async function countInThread(double: DaemonDouble, iterations: number, ending: CountingWork['ending']): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  double.thread.port.postMessage({ type: 'thread', port: port2 } satisfies ThreadMessage, [port2]);
  const work: CountingWork = { slab: double.slab.buffer, port: port1, hash: MAP.hash, iterations, ending };
  const worker = new Worker(new URL('./counting-worker.js', import.meta.url), {
    workerData: work,
    transferList: [port1],
  });
  // A thread told to throw is meant to.
  worker.on('error', () => {});
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  if (ending === 'spin') {
    await once(worker, 'message');
    await worker.terminate();
  }
  await exited;
}

/** Adds up the counters of window after window until `done`, and of the rest after that. */
async function sumWindows(client: CoverageClient, window: string | undefined, done: () => boolean): Promise<Sum> {
  const sum = { counters: new Array<number>(COUNTING_COUNTERS).fill(0), windows: 0 };
  for (let isLast = false; !isLast; ) {
    isLast = done();
    const chunks: Uint8Array[] = [];
    const write = (chunk: Uint8Array) => void chunks.push(chunk);
    await client.emitCounterDataToWriter({ write }, { clear: true, ...(window !== undefined && { window }) });
    for (const { counters } of decodeCounterData(Buffer.concat(chunks), 'window').functions) {
      for (const [i, count] of counters.entries()) sum.counters[i] = (sum.counters[i] ?? 0) + count;
    }
    sum.windows++;
  }
  return sum;
}

interface Sum {
  counters: number[];
  windows: number;
}

test('Daemon neither loses a hit nor counts one twice over 10^8 of them, two clearing clients and ending threads', async (t) => {
  const path = join(temporaryDirectory(t), '1.sock');
  await using double = await new DaemonDouble({}, path).run();
  double.sendMaps(MAP);
  // A free region 1000 hits before its words wrap: the first thread takes it over.
  const worn = double.slab.claim(MAP.hash, COUNTING_COUNTERS, { owner: 99 });
  worn.counters.fill(2 ** 32 - 1000);
  Atomics.store(worn.entry, ENTRY.state, ENTRY_STATE.free);
  await using a = await connect(path);
  await using b = await connect(path);
  await a.clearCoverageCounters();
  await b.openWindow('b');

  const iterations = 4_200_000;
  let ended = false;
  const slots = ENDINGS.map(async (_, slot) => {
    for (let turn = 0; turn < 3; turn++)
      await countInThread(double, iterations, ENDINGS[(slot + turn) % 4] ?? 'return');
  });
  const counting = Promise.all(slots).then(() => {
    ended = true;
  });
  const sums = await Promise.all([sumWindows(a, undefined, () => ended), sumWindows(b, 'b', () => ended)]);
  await counting;

  const hits = 12 * iterations;
  t.true(2 * hits >= 1e8);
  for (const { counters, windows } of sums) {
    t.deepEqual(counters, [hits, hits / 4, hits / 4, hits / 4, hits / 4]);
    t.true(windows > 10, `${windows} windows`);
  }
});

test('Daemon reuses regions, so that 80 short-lived threads take no more of the slab than those alive at once', async (t) => {
  await using double = new DaemonDouble();
  double.sendMaps(MAP);
  const threads = 80;
  const atOnce = 4;
  const slots = Array.from({ length: atOnce }, async () => {
    for (let turn = 0; turn < threads / atOnce; turn++) {
      await countInThread(double, 100, 'return');
    }
  });
  await Promise.all(slots);
  while ((await double.thread.request('status', {})).threads > 1);
  const words = new Int32Array(double.slab.buffer);
  t.true((words[HEADER.nextEntry] ?? 0) <= 2 * atOnce, `${words[HEADER.nextEntry]} regions`);
  const states = Array.from({ length: words[HEADER.nextEntry] ?? 0 }, (_, i) => words[HEADER_WORDS + i * ENTRY_WORDS]);
  t.true(states.every((state) => state === ENTRY_STATE.free));
  const { pieces } = await double.thread.request('emitCounterDataToWriter', {});
  const [fn] = decodeCounterData(Buffer.concat(pieces), 'all').functions;
  t.deepEqual([...(fn?.counters ?? [])], [8000, 2000, 2000, 2000, 2000]);
});
