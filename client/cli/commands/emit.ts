// `covd emit`: write the coverage of running processes to a directory. Runs in the CLI process.

import { resolve } from 'node:path';
import { Command } from 'commander';
import type { WrittenFile } from '../../../daemon/ipc/protocol.js';
import type { CoverageClient } from '../../connect/coverage-client.js';
import { printJson } from '../standard-output.js';
import { addTargetOptions, forEachTarget, type TargetOptions } from '../target-options.js';

interface EmitCommandOptions extends TargetOptions {
  dir: string;
  clear?: boolean;
  label?: string;
  window?: string;
  json?: boolean;
}

/** The verb `emit`; prints the paths of the files written. */
export function createEmitCommand(): Command {
  const command = new Command('emit')
    .description('write meta-data and counters of a running process to a directory, while it goes on')
    .requiredOption('--dir <dir>', 'existing directory to write to')
    .option('--clear', 'clear the counters in the same step: no hit is lost or counted twice')
    .option('--label <text>', 'stored in the counter file')
    .option('--window <name>', 'what ran since this window was opened or last cleared')
    .option('--json', 'print a JSON array of { pid, files }');
  return addTargetOptions(command)
    .addHelpText('after', '\nExample:\n  $ covd emit --pid 4711 --dir snapshot --clear')
    .action(emit);
}

async function emit(options: EmitCommandOptions): Promise<void> {
  const written = await forEachTarget(options, async (client) => ({
    pid: client.pid,
    files: await emitBoth(client, options),
  }));
  if (options.json) await printJson(written);
  else for (const { path } of written.flatMap(({ files }) => files)) console.log(path);
}

async function emitBoth(client: CoverageClient, options: EmitCommandOptions): Promise<WrittenFile[]> {
  const dir = resolve(options.dir);
  const { clear = false, label, window } = options;
  return client.emitCounterDataToDir(dir, { clear, ...(label && { label }), ...(window && { window }) });
}
