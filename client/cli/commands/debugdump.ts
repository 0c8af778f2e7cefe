// `covd debugdump`: everything that coverage files hold, for people. Runs in the CLI process.

import type { Command } from 'commander';
import { debugDump, debugDumpData } from '../../covdata/debug-dump.js';
import { type CovdataOptions, createCovdataCommand, toInputs } from '../covdata-options.js';
import { printChunks, printJson } from '../standard-output.js';

interface DebugDumpOptions extends CovdataOptions {
  live?: boolean;
}

/** The verb `debugdump`. */
export function createDebugDumpCommand(): Command {
  const example = 'covd debugdump --live --pkg app/main.js -i covdata';
  return createCovdataCommand('debugdump', 'print everything that coverage files hold', example)
    .option('--live', 'only functions that ran')
    .option('--json', 'print JSON')
    .action(dump);
}

async function dump({ live = false, json, ...options }: DebugDumpOptions): Promise<void> {
  const inputs = toInputs(options);
  if (json) return printJson({ programs: await debugDumpData(inputs, { live }) });
  await printChunks(debugDump(inputs, { live, command: ['covd', ...process.argv.slice(2)].join(' ') }));
}
