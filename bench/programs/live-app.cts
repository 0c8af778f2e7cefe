// Workload of the live group: BENCH_THREADS threads (the main thread is the first) load all modules of BENCH_MODULES and
// run all their functions. Prints "listening PORT PID" when all have. Over HTTP:
//   /run       every thread runs all functions once more
//   /spin      the main thread runs them for ever from now on, and answers nothing any more
//   /v8        every thread takes V8's coverage, which writes a JSON file each; answers the bytes of the last ones
//   /istanbul  answers `__coverage__` of all threads as JSON
//   /usage     answers processor time (microseconds) and resident bytes of the process
//   /stop      ends the process

import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { takeCoverage } from 'node:v8';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

type Task = 'run' | 'v8' | 'istanbul';

const directory = process.env.BENCH_MODULES ?? '';
const modules = readdirSync(directory)
  .filter((name) => name.endsWith('.cjs'))
  .map((name) => require(join(directory, name)) as Record<string, (bits: number) => number>);

const TASKS: Record<Task, () => string> = {
  run: () => {
    runAll();
    return '';
  },
  v8: () => {
    takeCoverage();
    return '';
  },
  istanbul: () => JSON.stringify((globalThis as { __coverage__?: unknown }).__coverage__ ?? {}),
};

runAll();
if (isMainThread) void main();
else serveParent();

function runAll(): void {
  for (const module of modules) for (const run of Object.values(module)) run(-1);
}

function serveParent(): void {
  parentPort?.on('message', (task: Task) => parentPort?.postMessage(TASKS[task]()));
  parentPort?.postMessage('ready');
}

async function main(): Promise<void> {
  const count = Number(process.env.BENCH_THREADS) - 1;
  const workers = Array.from({ length: count }, () => new Worker(__filename));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const server = createServer((request, response) => void answer(request.url?.slice(1) ?? '', response, workers));
  server.listen(0, '127.0.0.1', () =>
    console.log(`listening ${(server.address() as AddressInfo).port} ${process.pid}`),
  );
}

async function answer(path: string, response: ServerResponse, workers: Worker[]): Promise<void> {
  if (path in TASKS) return void response.end(await inAllThreads(path as Task, workers));
  if (path === 'usage') response.end(JSON.stringify({ ...process.cpuUsage(), rss: process.memoryUsage.rss() }));
  else response.end('done');
  if (path === 'spin') setImmediate(spin);
  if (path === 'stop') setImmediate(() => process.exit());
}

async function inAllThreads(task: Task, workers: Worker[]): Promise<string> {
  const answers = workers.map(async (worker) => {
    worker.postMessage(task);
    return String((await once(worker, 'message'))[0]);
  });
  return [TASKS[task](), ...(await Promise.all(answers))].join('\n');
}

function spin(): never {
  for (;;) runAll();
}
