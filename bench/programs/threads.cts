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

async function main(count: number): Promise<void> {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const workers = Array.from({ length: count }, () => new Worker(__filename, { workerData: gate }));
  const finished = workers.map((worker) => new Promise<number>((resolve) => worker.once('message', resolve)));
  const perSecond = await Promise.all(finished);
  report({ check: '', perSecond: perSecond.reduce((sum, rate) => sum + rate, 0) });
}

/** Warms up, waits until every thread has, and counts whole parses in the measuring time. */
function work(gate: Int32Array): void {
  const source = readFileSync(require.resolve('acorn'), 'utf8');
  parseFor(source, warmMs);
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < Number(process.env.BENCH_THREADS)) parseFor(source, 1);
  const [count, elapsed] = parseFor(source, measureMs);
  parentPort?.postMessage((count / elapsed) * 1000);
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
