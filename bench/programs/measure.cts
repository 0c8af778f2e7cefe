// The stopwatch inside every measured program. Runs in the measured process, outside what is instrumented.

import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What a program reports about itself; times in milliseconds. */
export interface Measurement {
  /** Text that depends on the work's result: it must be the same under every variant. */
  check: string;
  /** From the start of the process until the work was loaded. */
  loadedMs: number;
  /** The first iteration. */
  firstMs: number;
  /** The iterations after warming up, in order. */
  times: number[];
  /** Processor time of the whole process (all threads) per iteration of `times`. */
  cpuMs: number;
}

/**
 * Runs `work` once, then for BENCH_WARM_MS, then for BENCH_MEASURE_MS of processor time (at least twice), and writes a
 * `Measurement` to the file that BENCH_RESULT names. With BENCH_MEASURE_MS=0 only the first iteration is run.
 */
export async function measure(work: () => unknown): Promise<void> {
  const loadedMs = performance.now();
  const [check, firstMs] = await timed(work);
  const measureMs = Number(process.env.BENCH_MEASURE_MS);
  if (measureMs > 0) await repeat(work, Number(process.env.BENCH_WARM_MS), 1);
  const before = processorMs();
  const times = measureMs > 0 ? await repeat(work, measureMs, 2) : [];
  const cpuMs = times.length > 0 ? (processorMs() - before) / times.length : 0;
  report({ check: String(check), loadedMs, firstMs, times, cpuMs });
}

/** Hands a result to the harness. */
export function report(result: object): void {
  const file = process.env.BENCH_RESULT;
  if (file) writeFileSync(file, JSON.stringify(result));
  else console.log(JSON.stringify(result));
}

async function repeat(work: () => unknown, milliseconds: number, atLeast: number): Promise<number[]> {
  const times: number[] = [];
  const end = processorMs() + milliseconds;
  while (times.length < atLeast || processorMs() < end) times.push((await timed(work))[1]);
  return times;
}

async function timed(work: () => unknown): Promise<[result: unknown, milliseconds: number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
