// Starts the live workload under a tool and measures how long a question to it takes. Runs in the benchmark's own process.

import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_ROOT, programPath, withScratch } from '../../harness/paths.js';
import { type StartedProgram, startProgram } from '../../harness/start-program.js';
import { percentile } from '../../harness/statistics.js';
import type { Tool } from '../../harness/tool.js';
import { generateModules } from './generate-modules.js';

/** Size of the program that is asked. */
export interface LiveSize {
  /** Counters in its modules, about. */
  counters: number;
  threads: number;
}

export interface LiveProgram extends StartedProgram {
  /** Empty at the start; removed at the end. */
  scratch: string;
}

/** Answers of a program to one kind of question. */
export interface Latency {
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Length of the last answer. */
  bytes: number;
}

/** Runs `work` with the program, started under the tool with every function run once in every thread; `busy`: it will block. */
export async function withLiveProgram<T>(
  tool: Tool,
  { counters, threads, node, busy }: LiveSize & { node: string; busy: boolean },
  work: (program: LiveProgram) => Promise<T>,
): Promise<T> {
  return withScratch(async (scratch) => {
    const folder = generateModules(counters);
    // One for each size: covd keeps together what one program has loaded, and reads it whole at the next start.
    const [program, cache] = [programPath('live-app.cjs'), join(BENCH_ROOT, folder, 'cache')];
    mkdirSync(cache, { recursive: true });
    const env = { BENCH_MODULES: join(BENCH_ROOT, folder), BENCH_THREADS: String(threads) };
    const started = await startProgram(tool.command({ node, program, measured: [folder], scratch, cache, env }));
    try {
      return await work({ ...started, scratch });
    } finally {
      await (busy ? started.kill() : started.stop());
    }
  });
}

/** Asks `times` times; before each question every function runs once more, unless the program is `busy` doing so. */
export async function measureLatency(
  program: LiveProgram,
  { times, busy }: { times: number; busy: boolean },
  ask: () => Promise<number>,
): Promise<Latency> {
  const durations: number[] = [];
  let bytes = 0;
  for (let index = 0; index < times; index++) {
    if (!busy) await get(program, 'run');
    const start = performance.now();
    bytes = await ask();
    durations.push(performance.now() - start);
  }
  return { p50: percentile(durations, 0.5), p95: percentile(durations, 0.95), bytes };
}

/** Asks the program over HTTP; resolves to the length of the answer in bytes. Rejects after 10 seconds. */
export async function get(program: LiveProgram, path: string): Promise<number> {
  const response = await fetch(`${program.url}/${path}`, { signal: AbortSignal.timeout(10_000) });
  return (await response.arrayBuffer()).byteLength;
}

/** Takes V8's coverage in every thread; resolves to the bytes of the files that this wrote. */
export async function takeV8Coverage(program: LiveProgram): Promise<number> {
  const directory = join(program.scratch, 'v8');
  const before = new Set(listFiles(directory));
  await get(program, 'v8');
  return listFiles(directory)
    .filter((file) => !before.has(file))
    .reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // V8 makes it with the first file.
    return [];
  }
}
