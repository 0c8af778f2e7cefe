// What the figures were measured on. Runs in the benchmark's own process.

import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** One line: processor, cores, memory, system. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${availableParallelism()} cores, ${memory} GiB, ${process.platform} ${process.arch}`;
}

/** Version of a Node binary, without the v. */
export function nodeVersion(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

/** Processes that wanted a processor, averaged over the last minute. */
export function loadAverage(): number {
  return loadavg()[0] ?? 0;
}
