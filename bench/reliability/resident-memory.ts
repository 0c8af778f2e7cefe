// How much memory another process takes. Runs in the benchmark's own process.

import { readFileSync } from 'node:fs';

/** Resident MiB of process `pid`. Linux only. */
export function residentMiB(pid: number): number {
  const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1024);
}
