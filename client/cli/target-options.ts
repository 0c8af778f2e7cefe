// Which processes a verb works on: --pid, --socket, --all-processes or, without any, the only one there is. Runs in
// the CLI process.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { connect } from '../connect/connect.js';
import type { CoverageClient } from '../connect/coverage-client.js';
import { findProcesses } from '../discovery/find-processes.js';

/** What commander reads from the options that `addTargetOptions` adds. */
export interface TargetOptions {
  pid?: number;
  socket?: string;
  allProcesses?: boolean;
}

/** Adds the three options, which exclude each other. */
export function addTargetOptions(command: Command): Command {
  return command
    .addOption(new Option('--pid <pid>', 'the process; may be left out if there is only one').argParser(readPid))
    .addOption(new Option('--socket <path>', 'the process that listens on this socket').conflicts('pid'))
    .addOption(new Option('--all-processes', 'all measured processes of this user').conflicts(['pid', 'socket']));
}

/**
 * Runs `work` on each chosen process, one after another, over a connection that is closed afterwards, and resolves to
 * the results. Rejects as `connect`, and with whatever `work` rejects with.
 */
export async function forEachTarget<T>(
  options: TargetOptions,
  work: (client: CoverageClient) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const target of await listTargets(options)) {
    await using client = await connect(target);
    results.push(await work(client));
  }
  return results;
}

async function listTargets(options: TargetOptions): Promise<(number | string | undefined)[]> {
  if (!options.allProcesses) return [options.pid ?? options.socket];
  const found = await findProcesses();
  // One of them may end before its turn; an empty list means that there is nothing to do, and says so by connect().
  return found.length === 0 ? [undefined] : found.map(({ socket }) => socket);
}

function readPid(text: string): number {
  const pid = Number(text);
  if (Number.isSafeInteger(pid) && pid > 0) return pid;
  throw new InvalidArgumentError('wanted a positive whole number');
}
