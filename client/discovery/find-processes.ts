// Which processes of this user are measured: those that listen in the user's socket folder. Runs in the client's
// process.

import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkEndpointFolder, endpointFolder, pidOfEndpoint } from '../../daemon/ipc/endpoint.js';
import type { ProcessStatus } from '../../daemon/ipc/protocol.js';
import { CoverageError, isCoverageErrorCode } from '../../instrument/coverage-error.js';
import { CoverageClient } from '../connect/coverage-client.js';
import { DaemonConnection } from '../connect/daemon-connection.js';

/** How long a process may take to answer before it is listed as not answering. */
const PROBE_DEADLINE_MS = 2_000;

/** A socket in the folder, and what its process said about itself. */
export interface FoundProcess {
  pid: number;
  /** Path of its socket, for `connect`. */
  socket: string;
  /** Undefined where the process did not answer, for the reason in `problem`. */
  status: ProcessStatus | undefined;
  problem: CoverageError | undefined;
}

/**
 * All measured processes of this user, by pid. Sockets that nobody listens on any more are removed if their process was
 * killed; only a refused connection counts as proof. Where the process runs on, its daemon thread has ended. Rejects with ERR_UNSAFE_DIRECTORY.
 */
export async function findProcesses(): Promise<FoundProcess[]> {
  const found = await Promise.all((await listEndpoints()).map(probe));
  return found.filter((process) => process !== undefined).sort((a, b) => a.pid - b.pid);
}

/** The one measured process there is. Rejects with ERR_NO_PROCESS, ERR_AMBIGUOUS_PROCESS, ERR_UNSAFE_DIRECTORY. */
export async function findOnlyProcess(): Promise<FoundProcess> {
  const [only, ...others] = await findProcesses();
  if (!only) throw new CoverageError('ERR_NO_PROCESS', 'find process: no measured process of this user is running');
  if (others.length === 0) return only;
  const list = [only, ...others].map(({ pid, status }) => `\n  ${pid}  ${status ? status.argv.join(' ') : '?'}`);
  throw new CoverageError(
    'ERR_AMBIGUOUS_PROCESS',
    `find process: ${list.length} measured processes are running, name one of them:${list.join('')}`,
  );
}

async function listEndpoints(): Promise<{ pid: number; socket: string }[]> {
  const folder = endpointFolder();
  try {
    checkEndpointFolder(folder);
    const names = await readdir(folder);
    return names.flatMap((name) => {
      const pid = pidOfEndpoint(name);
      return pid === undefined ? [] : [{ pid, socket: join(folder, name) }];
    });
  } catch (error) {
    // Nobody has been measured since the folder was last cleaned.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function probe({ pid, socket }: { pid: number; socket: string }): Promise<FoundProcess | undefined> {
  try {
    const connection = await DaemonConnection.open(socket, PROBE_DEADLINE_MS);
    await using client = new CoverageClient(connection, PROBE_DEADLINE_MS);
    return { pid, socket, status: await client.status(), problem: undefined };
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.code !== 'ERR_NO_PROCESS') return { pid, socket, status: undefined, problem: error };
    if ((error.cause as NodeJS.ErrnoException).code !== 'ECONNREFUSED') return undefined;
    if (isAlive(pid)) return { pid, socket, status: undefined, problem: daemonGone(pid) };
    // Gone meanwhile, or somebody else removed it first: both are what is wanted.
    await unlink(socket).catch(() => {});
    return undefined;
  }
}

/** True for a process that exists, whoever owns it. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Nobody listens for a process that runs: its daemon has bound the socket this instant, or has ended before its time. */
function daemonGone(pid: number): CoverageError {
  return new CoverageError(
    'ERR_DAEMON_GONE',
    `find process ${pid}: found its daemon thread ended, or only just starting`,
  );
}

function isProblem(error: unknown): error is CoverageError {
  return error instanceof CoverageError && isCoverageErrorCode(error.code);
}
