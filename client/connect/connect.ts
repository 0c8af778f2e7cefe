// Opens a connection to a measured process. Runs in the client's process.

import { setTimeout as wait } from 'node:timers/promises';
import { endpointPath } from '../../daemon/ipc/endpoint.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import { findOnlyProcess } from '../discovery/find-processes.js';
import { CoverageClient } from './coverage-client.js';
import { DaemonConnection } from './daemon-connection.js';

export interface ConnectOptions {
  /** Milliseconds that connecting, and later each request, may take; default 30,000. */
  deadlineMs?: number;
  /**
   * Milliseconds to wait for a process that has only just started and does not listen yet: its daemon thread starts with
   * the first measured module. Default 0: ERR_NO_PROCESS at once.
   */
  waitMs?: number;
}

const DEFAULT_DEADLINE_MS = 30_000;

/** Between two attempts to reach a process that is waited for. */
const RETRY_MS = 10;

/**
 * Connects to a measured process of this user: by pid, by the path of its socket, or, without a target, to the only
 * one there is. Rejects with CoverageError: ERR_NO_PROCESS, ERR_AMBIGUOUS_PROCESS (the text lists them),
 * ERR_UNSAFE_DIRECTORY (the socket folder is somebody else's or open to others, or its path too long), EACCES, ERR_PROTOCOL (the text names
 * both versions), ERR_DEADLINE; with RangeError for a number that is no pid.
 */
export async function connect(target?: number | string, options: ConnectOptions = {}): Promise<CoverageClient> {
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const end = performance.now() + (options.waitMs ?? 0);
  for (;;) {
    try {
      const endpoint = await resolveEndpoint(target);
      return new CoverageClient(await DaemonConnection.open(endpoint, deadlineMs), deadlineMs);
    } catch (error) {
      const isAbsent = error instanceof CoverageError && error.code === 'ERR_NO_PROCESS';
      if (!isAbsent || performance.now() >= end) throw error;
    }
    await wait(RETRY_MS);
  }
}

async function resolveEndpoint(target: number | string | undefined): Promise<string> {
  if (target === undefined) return (await findOnlyProcess()).socket;
  if (typeof target === 'string') return target;
  if (Number.isSafeInteger(target) && target > 0) return endpointPath(target);
  throw new RangeError(`connect: target is ${target}, wanted the pid of a process`);
}
