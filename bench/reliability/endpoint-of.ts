// Reaches a program that has only just started. Runs in the benchmark's own process.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { REPOSITORY_ROOT } from '../harness/paths.js';

type Endpoint = typeof import('../../dist/daemon/ipc/endpoint.js');

/** Path of the socket of process `pid`, once the daemon listens there. */
export async function endpointOf(pid: number): Promise<string> {
  const path = join(REPOSITORY_ROOT, 'dist/daemon/ipc/endpoint.js');
  const { endpointPath } = (await import(pathToFileURL(path).href)) as Endpoint;
  const endpoint = endpointPath(pid);
  while (!existsSync(endpoint)) await sleep(5);
  return endpoint;
}
