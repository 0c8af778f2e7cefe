// Workload of bench/reliability: counts known numbers of hits. `countdown.cjs THREADS TURNS HITS LONG`: THREADS slots, each
// runs TURNS workers one after the other, each of which passes the loop HITS times; beside them one worker passes it LONG
// times. Prints "ready" when loaded, starts when it reads a byte, prints "done", and stays until standard input ends.

import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const [threads = 0, turns = 0, hits = 0, long = 0] = process.argv.slice(2).map(Number);

function pass(count: number): number {
  let odd = 0;
  for (let i = 0; i < count; i++) {
    odd ^= 1;
  }
  return odd;
}

if (isMainThread) void main();
else pass(workerData as number);

async function main(): Promise<void> {
  console.log('ready');
  await once(process.stdin, 'data');
  const slots = Array.from({ length: threads }, async () => {
    for (let turn = 0; turn < turns; turn++) await runWorker(hits);
  });
  await Promise.all([...slots, long > 0 ? runWorker(long) : undefined]);
  console.log('done');
}

async function runWorker(count: number): Promise<void> {
  await once(new Worker(__filename, { workerData: count, argv: process.argv.slice(2) }), 'exit');
}
