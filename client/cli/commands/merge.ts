// `covd merge`: counter files of many runs added up. Runs in the CLI process.

import type { Command } from 'commander';
import { type CombinedOutput, combinePrograms } from '../../covdata/combine-programs.js';
import { mergePrograms } from '../../covdata/merge-programs.js';
import {
  type CovdataOptions,
  createCovdataCommand,
  toInputs,
  toOutputDirectory,
  withoutEquals,
} from '../covdata-options.js';
import { printJson } from '../standard-output.js';

interface MergeOptions extends CovdataOptions {
  output?: string;
  pcombine?: true;
}

/** The verb `merge`. */
export function createMergeCommand(): Command {
  const example = 'covd merge -i covdata,yesterday -o merged';
  return createCovdataCommand('merge', 'add up counter files: one pair of files for each program', example)
    .option('-o, --output <dir>', 'existing directory for the result; none of the inputs', withoutEquals)
    .option('--pcombine', 'one pair for all programs; functions that did not change count together')
    .option('--json', 'print the written files as JSON')
    .action(merge);
}

async function merge({ output, pcombine, json, ...options }: MergeOptions): Promise<void> {
  const inputs = toInputs(options);
  const directory = toOutputDirectory(output, inputs);
  if (!pcombine) {
    const files = await mergePrograms(inputs, directory);
    if (json) await printJson({ files });
    return;
  }
  const combined = await combinePrograms(inputs, directory);
  if (json) await printJson(combined);
  else listUnmatched(combined);
}

function listUnmatched({ unmatched }: CombinedOutput): void {
  if (unmatched.length === 0) return;
  console.error(
    'warning: these functions ran but are not in the newest source as they were; their counts are left out:',
  );
  for (const { package: path, name, line } of unmatched) console.error(`  ${path}:${line}: ${name}`);
}
