// `covd build`: instrument a directory ahead of time. Runs in the CLI process.

import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type BuildResult, buildDirectory } from '../../../instrument/build/build-directory.js';
import {
  COVERAGE_MODES,
  type CoverageMode,
  GRANULARITIES,
  type Granularity,
} from '../../../instrument/coverage-options.js';
import { pathBelow } from '../../../instrument/filter/compiled-filter.js';
import { collectValue } from '../collect-values.js';
import { printJson } from '../standard-output.js';

interface BuildOptions {
  output: string;
  mode: CoverageMode;
  granularity: Granularity;
  include?: string[];
  exclude?: string[];
  threads?: number;
  json?: boolean;
}

/** The verb `build`. */
export function createBuildCommand(): Command {
  return new Command('build')
    .description('instrument a directory ahead of time; the output runs under covd run, and without it')
    .argument('<src>', 'directory with the sources')
    .requiredOption('-o, --output <dir>', 'where the output goes; made if missing, files that did not change stay')
    .addOption(new Option('--mode <mode>', 'how counters count').choices(COVERAGE_MODES).default('atomic'))
    .addOption(
      new Option('--granularity <g>', 'how many counters there are').choices(GRANULARITIES).default('perblock'),
    )
    .option('--include <glob>', 'instrument only such files (repeatable)', collectValue)
    .option('--exclude <glob>', "copy such files, in place of nyc's defaults (repeatable)", collectValue)
    .option('--threads <n>', 'threads to build with (default: one for each processor)', readThreads)
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ covd build dist -o dist-measured\n  $ covd run -- node dist-measured/main.js',
    )
    .action(build);
}

async function build(src: string, options: BuildOptions, verb: Command): Promise<void> {
  const source = resolve(src);
  // Globs and names are relative to where the project is, if the sources lie in it.
  const root = pathBelow(process.cwd(), source) === undefined ? source : process.cwd();
  const { mode, granularity, include = [], exclude, threads } = options;
  const result = await buildDirectory({
    source,
    out: resolve(options.output),
    options: { mode, granularity, include, exclude, root },
    covdVersion: verb.parent?.version() ?? '',
    threads,
    ...(process.stderr.isTTY && { onProgress: showProgress }),
  });
  for (const { file, reason } of result.unmeasured) console.error(`covd: copied ${file} as it is: ${reason}`);
  if (options.json) await printJson(result);
  else console.log(describe(result));
}

function showProgress(done: number, total: number): void {
  process.stderr.write(`\r${done} of ${total} files${done === total ? '\n' : ''}`);
}

function describe({ instrumented, copied, unchanged, removed }: BuildResult): string {
  return `${instrumented} files instrumented, ${copied} copied, ${unchanged} unchanged, ${removed} removed`;
}

function readThreads(text: string): number {
  const threads = Number(text);
  if (Number.isSafeInteger(threads) && threads > 0) return threads;
  throw new InvalidArgumentError('wanted a whole number above 0');
}
