// Opens a connection to a measured process. Runs in the client's process.

import { endpointPath } from '../../daemon/ipc/endpoint.js';
import { findOnlyProcess } from '../discovery/find-processes.js';
import { CoverageClient } from './coverage-client.js';
import { DaemonConnection } from './daemon-connection.js';

export interface ConnectOptions {
  /** Milliseconds that connecting, and later each request, may take; default 30,000. */
  deadlineMs?: number;
}

export const DEFAULT_DEADLINE_MS = 30_000;

/**
 * Connects to a measured process of this user: by pid, by the path of its socket, or, without a target, to the only
 * one there is. Rejects with CoverageError: ERR_NO_PROCESS, ERR_AMBIGUOUS_PROCESS (the text lists them),
 * ERR_UNSAFE_DIRECTORY (the socket folder is somebody else's or open to others), EACCES, ERR_PROTOCOL (the text names
 * both versions), ERR_DEADLINE; with RangeError for a number that is no pid.
 */
export async function connect(target?: number | string, options: ConnectOptions = {}): Promise<CoverageClient> {
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const endpoint = await resolveEndpoint(target);
  return new CoverageClient(await DaemonConnection.open(endpoint, deadlineMs), deadlineMs);
}

async function resolveEndpoint(target: number | string | undefined): Promise<string> {
  if (target === undefined) return (await findOnlyProcess()).socket;
  if (typeof target === 'string') return target;
  if (Number.isSafeInteger(target) && target > 0) return endpointPath(target);
  throw new RangeError(`connect: target is ${target}, wanted the pid of a process`);
}
