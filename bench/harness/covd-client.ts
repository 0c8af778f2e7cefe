// covd's client library, as built; loaded by its path, because bench/ is a package of its own.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CoverageClient } from '../../dist/client/index.js';
import { REPOSITORY_ROOT } from './paths.js';

export type { CoverageClient } from '../../dist/client/index.js';

type Covd = typeof import('../../dist/client/index.js');

/** Connects to a measured process by its pid, which may have only just started. Rejects as covd's `connect` does. */
export async function connectTo(pid: number): Promise<CoverageClient> {
  const covd = (await import(pathToFileURL(join(REPOSITORY_ROOT, 'dist/client/index.js')).href)) as Covd;
  return covd.connect(pid, { waitMs: 10_000 });
}
