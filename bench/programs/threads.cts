// Workload: BENCH_THREADS worker threads each parse acorn's source again and again for BENCH_MEASURE_MS; the result is
// how many times all of them did it together.

import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parse } from 'acorn';
import { report } from './measure.cjs';

const warmMs = Number(process.env.BENCH_WARM_MS);
const measureMs = Number(process.env.BENCH_MEASURE_MS);

if (isMainThread) void main(Number(process.env.BENCH_THREADS));
else work(workerData as Int32Array);

/** What one thread did in the measuring time; microseconds of the whole process's processor time at both ends. */
interface Share {
  count: number;
  elapsedMs: number;
  processorFrom: number;
  processorTo: number;
}

async function main(count: number): Promise<void> {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const workers = Array.from({ length: count }, () => new Worker(__filename, { workerData: gate }));
  const shares = await Promise.all(
    workers.map((worker) => new Promise<Share>((resolve) => worker.once('message', resolve))),
  );
  const parses = shares.reduce((sum, share) => sum + share.count, 0);
  const from = Math.min(...shares.map((share) => share.processorFrom));
  const to = Math.max(...shares.map((share) => share.processorTo));
  const perSecond = shares.reduce((sum, share) => sum + (share.count / share.elapsedMs) * 1000, 0);
  report({ perSecond, processorMs: (to - from) / 1000 / parses });
}

/** Warms up, waits until every thread has, and counts whole parses in the measuring time. */
function work(gate: Int32Array): void {
  const source = readFileSync(require.resolve('acorn'), 'utf8');
  parseFor(source, warmMs);
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < Number(process.env.BENCH_THREADS)) parseFor(source, 1);
  const processorFrom = processorTime();
  const [count, elapsedMs] = parseFor(source, measureMs);
  const share: Share = { count, elapsedMs, processorFrom, processorTo: processorTime() };
  parentPort?.postMessage(share);
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function parseFor(source: string, milliseconds: number): [count: number, elapsedMs: number] {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < milliseconds) {
    parse(source, { ecmaVersion: 'latest' });
    count++;
  }
  return [count, performance.now() - start];
}
