// Whether covd's threads can live in this process without taking from the program what it needs. Runs in the main thread
// once, before the daemon thread is started: a thread that Node.js cannot give its memory ends the whole process, and one
// that finds no file descriptors leaves none to the program.

import { readFileSync } from 'node:fs';

/** Node.js itself has about 23 open, and covd takes 12 more on a first start (seen on 20.20, 22.23, 24.21 and 26.10). */
const LEAST_OPEN_FILES = 64;
/** V8 and WebAssembly reserve some 12 GiB of addresses for covd's threads on a first start, most of which are never used. */
const LEAST_ADDRESS_SPACE_BYTES = 16 * 2 ** 30;

/** @throws Error that says what was found and what is wanted */
export function checkSurroundings(): void {
  checkSnapshot([...process.execArgv, process.env.NODE_OPTIONS ?? '']);
  checkLimits(readLimits());
}

/**
 * A worker thread that loads node:net ends a process that was started from a snapshot of the program's own: an assertion of
 * Node.js fails (seen on 22.23, 24.21 and 26.10; not on 20.20).
 */
function checkSnapshot(flags: string[]): void {
  if (Number.parseInt(process.versions.node, 10) < 22) return;
  if (!flags.some((flag) => flag.includes('--snapshot-blob'))) return;
  throw new Error('found a program that runs from a startup snapshot, wanted one that Node.js has started itself');
}

/** `limits` is the text of /proc/self/limits. @throws Error that names the limit, as the shell's `ulimit` does */
function checkLimits(limits: string): void {
  const files = softLimit(limits, 'Max open files');
  if (files < LEAST_OPEN_FILES) {
    throw new Error(`found a limit of ${files} open files (ulimit -n), wanted at least ${LEAST_OPEN_FILES}`);
  }
  const bytes = softLimit(limits, 'Max address space');
  if (bytes < LEAST_ADDRESS_SPACE_BYTES) {
    throw new Error(`found a limit of ${toGib(bytes)} of address space (ulimit -v), wanted at least 16.0 GiB`);
  }
}

/** Infinity where there is none. */
function softLimit(limits: string, name: string): number {
  const digits = new RegExp(`^${name} +(\\d+)`, 'm').exec(limits)?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
}

function toGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** Linux alone says them in a file; empty elsewhere. */
function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'latin1');
  } catch {
    // No /proc, or closed to this user: nothing is known of limits.
    return '';
  }
}
