// A directory that is gone when the test has ended.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Absolute path of a new, empty directory of mode 0700. */
export function temporaryDirectory(t: ExecutionContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'covd-test-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
