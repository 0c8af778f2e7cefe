// `covd run`: run a command measured. Runs in the CLI process.

import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { COVERAGE_MODES, ENVIRONMENT, GRANULARITIES } from '../../../instrument/coverage-options.js';
import { messageOf } from '../../../instrument/message-of.js';
import { readOptions } from '../../../instrument/options/read-options.js';
import { createPreloadEnvironment } from '../../run/preload-environment.js';
import { endLike, runCommand } from '../../run/run-command.js';
import { collectValue } from '../collect-values.js';

interface RunOptions {
  mode?: string;
  granularity?: string;
  include?: string[];
  exclude?: string[];
  dir: string;
  flush?: number;
  all?: boolean;
}

/** The verb `run`; its exit status, and the signal it dies of, are the command's. */
export function createRunCommand(): Command {
  return new Command('run')
    .description('run a command measured: all its Node.js processes, threads and children')
    .usage('[options] -- COMMAND [ARG]...')
    .argument('<command...>', 'the command and its arguments')
    .addOption(new Option('--mode <mode>', 'how counters count (default: atomic)').choices(COVERAGE_MODES))
    .addOption(
      new Option('--granularity <g>', 'how many counters there are (default: perblock)').choices(GRANULARITIES),
    )
    .option('--include <glob>', 'measure only such files (repeatable)', collectValue)
    .option('--exclude <glob>', "leave such files out, in place of nyc's defaults (repeatable)", collectValue)
    .addOption(new Option('--dir <dir>', 'where the files go; made if missing').env(ENVIRONMENT.dir).default('covdata'))
    .option('--flush <ms>', 'milliseconds between flushes to the directory, 0 for none (default: 250)', readFlush)
    .option('--all', 'list files that were never loaded, too, at zero')
    .passThroughOptions()
    .addHelpText('after', '\nExample:\n  $ covd run --dir covdata -- npm test\n  $ covd percent -i covdata')
    .action(run);
}

async function run(command: [string, ...string[]], options: RunOptions, verb: Command): Promise<void> {
  const { mode, granularity, include, exclude, flush: flushMs } = options;
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  const env = createPreloadEnvironment({ dir, mode, granularity, flushMs, include, exclude }, process.env);
  const end = await runCommand(command, env, () => flushProcesses(dir));
  if (options.all) await listNeverLoaded(env, dir, verb.parent?.version() ?? '');
  endLike(end);
}

/** Never rejects: a signal must get through. */
async function flushProcesses(dir: string): Promise<void> {
  // Only a signal needs the client, which takes 15 ms to load while the command waits for its start.
  const client = await import('../../run/flush-run.js').catch(() => undefined);
  await client?.flushRun(dir);
}

async function listNeverLoaded(env: NodeJS.ProcessEnv, dir: string, version: string): Promise<void> {
  // Only this option needs the instrumenter, which takes a while to load.
  const { emitNeverLoaded } = await import('../../run/emit-never-loaded.js');
  const { options } = readOptions(env, process.cwd());
  try {
    emitNeverLoaded({ ...options, dir }, version, (file, reason) => {
      console.error(`covd: not measured: ${file}: ${reason}`);
    });
  } catch (error) {
    // The exit status stays the command's.
    console.error(`covd: ${messageOf(error)}`);
  }
}

function readFlush(text: string): number {
  const ms = Number(text);
  if (Number.isSafeInteger(ms) && ms >= 0) return ms;
  throw new InvalidArgumentError('wanted a whole number of milliseconds');
}
