// The stopwatch inside every measured program. Runs in the measured process, outside what is instrumented.

import { readSync, writeFileSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What a program reports about its start; times in milliseconds. */
export interface Start {
  /** Text that depends on the work's result: it must be the same under every variant. */
  check: string;
  /** From the start of the process until the work was loaded. */
  loadedMs: number;
  /** The first iteration. */
  firstMs: number;
}

/** What a program reports about a turn (see bench/harness/lock-step.ts). */
export interface Turn {
  check: string;
  iterations: number;
  /** Of one iteration, in the mean of the turn. */
  wallMs: number;
  /** Processor time of the whole process (all threads), likewise. */
  processorMs: number;
}

/** Runs `work` once and reports a `Start`, or, if BENCH_TURNS is set, again and again whenever it is its turn. */
export async function measure(work: () => unknown): Promise<void> {
  if (process.env.BENCH_TURNS) return takeTurns(work);
  const loadedMs = performance.now();
  const check = String(await work());
  report({ check, loadedMs, firstMs: performance.now() - loadedMs });
}

/** Hands a result to the harness. */
export function report(result: object): void {
  const file = process.env.BENCH_RESULT;
  if (file) writeFileSync(file, JSON.stringify(result));
  else console.log(JSON.stringify(result));
}

/** A line on stdin is a turn of so many milliseconds; its answer is a line on stdout. Until the end of stdin. */
async function takeTurns(work: () => unknown): Promise<void> {
  const line = Buffer.alloc(32);
  for (let length = readSync(0, line); length > 0; length = readSync(0, line)) {
    const turn = await takeTurn(work, Number(line.toString('latin1', 0, length)));
    writeSync(1, `${JSON.stringify(turn)}\n`);
  }
}

async function takeTurn(work: () => unknown, milliseconds: number): Promise<Turn> {
  let [check, iterations]: [unknown, number] = ['', 0];
  const [start, startCpu] = [performance.now(), process.cpuUsage()];
  while (iterations === 0 || performance.now() - start < milliseconds) {
    check = await work();
    iterations++;
  }
  const wallMs = (performance.now() - start) / iterations;
  const { user, system } = process.cpuUsage(startCpu);
  return { check: String(check), iterations, wallMs, processorMs: (user + system) / 1000 / iterations };
}
