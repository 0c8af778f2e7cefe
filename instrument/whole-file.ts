// Reads and writes whole files by the functions of `fs` that do nothing but ask the system: readFileSync and writeFileSync
// take the functions underneath from `fs` each time. A program may have replaced some of these (test doubles do), and would
// find our calls among its own. The preload itself has taken what it imports before the program's first line, see
// scripts/bundle.mjs. Any thread.

import { closeSync, fstatSync, openSync, readSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** The bytes of a file. Throws the system's errors. */
export function readFile(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(fstatSync(descriptor).size);
    return bytes.subarray(0, readInto(descriptor, bytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the file from byte `filled` on into the rest of `bytes`; returns how many of them are filled, less at its end. */
export function readInto(descriptor: number, bytes: Buffer, filled: number): number {
  let end = filled;
  while (end < bytes.length) {
    const count = readSync(descriptor, bytes, end, bytes.length - end, end);
    if (count === 0) break;
    end += count;
  }
  return end;
}

let replaced = 0;

/**
 * Puts a file for this user alone in the place of what stands at `path`, whole or not at all. Throws the system's errors
 * (disk full, directory gone or read-only), and leaves what stood there.
 */
export function replaceFile(path: string, content: Uint8Array | string): void {
  replaced += 1;
  // Unlike that of any other thread, also of one with this pid in another container.
  const temporary = `${path}.${process.pid}.${threadId}.${performance.timeOrigin}.${replaced}.tmp`;
  try {
    writeNew(temporary, typeof content === 'string' ? Buffer.from(content) : content);
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

/** As `replaceFile`, for what can be done without; returns false where it cannot be written. */
export function tryReplaceFile(path: string, content: Uint8Array | string): boolean {
  try {
    replaceFile(path, content);
    return true;
  } catch {
    // Disk full, directory gone or read-only: what stood there stays, and the caller does without.
    return false;
  }
}

function writeNew(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } finally {
    closeSync(descriptor);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It has never been made, or the directory does not allow that either.
  }
}
