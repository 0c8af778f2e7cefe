// Directories that tests write into and that leave nothing behind in the system's temporary directory. Runs in the test
// file's thread.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Absolute path, free of links, of a new, empty directory of mode 0700 that is gone when the test has ended. */
export function temporaryDirectory(t: ExecutionContext): string {
  const directory = createDirectory();
  // A process that outlives the test may write into it meanwhile. Only the asynchronous removal begins anew then; rmSync
  // fails with ENOTEMPTY, retries or not (seen on Node 20, 22, 24 and 26).
  t.teardown(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/**
 * The same for all tests of a file, gone when the file's thread ends (seen on Node 20, 22, 24 and 26), also by an uncaught
 * error and where every test is skipped, when no hook of ava's runs. A thread that ava stops (a timeout, an interrupt)
 * leaves it behind.
 */
export function sharedTemporaryDirectory(): string {
  const directory = createDirectory();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function createDirectory(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), 'covd-test-'));
}
