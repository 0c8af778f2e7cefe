// The harness: a small program that runs one test point, in its main thread or in a worker, and ends with `final`.
// Tests run it by run-harness.ts and ask which of its functions a snapshot calls live.
//
//   node harness.js --tp emitToDir -o DIR [--depth 0|1|2]     depth: main thread, worker, worker of a worker

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { final, main } from './harness-main.js';
import { serveUserChanges } from './without-privileges.js';

export interface HarnessData {
  tp: string;
  outdir: string;
  /** How many threads further down the test point is to run. */
  depth: number;
}

await runAtDepth(readData());

async function runAtDepth(data: HarnessData): Promise<void> {
  if (data.depth === 0) {
    await main(data.tp, data.outdir);
    final();
    return;
  }
  if (isMainThread) serveUserChanges();
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...data, depth: data.depth - 1 } });
  const [exitCode] = (await once(worker, 'exit')) as [number];
  if (exitCode !== 0) process.exitCode = exitCode;
}

function readData(): HarnessData {
  if (workerData) return workerData as HarnessData;
  const { values } = parseArgs({
    options: {
      tp: { type: 'string' },
      outdir: { type: 'string', short: 'o' },
      depth: { type: 'string', default: '0' },
    },
  });
  if (!values.tp || !values.outdir) throw new Error('usage: harness --tp TESTPOINT -o DIR [--depth N]');
  return { tp: values.tp, outdir: values.outdir, depth: Number(values.depth) };
}
