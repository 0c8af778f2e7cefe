// `covd percent`: statement coverage by package. Runs in the CLI process.

import type { Command } from 'commander';
import { addTotals } from '../../covdata/coverage-profile.js';
import { formatPercent, packageTotals } from '../../covdata/percent.js';
import { percentOf } from '../../covdata/percent-text.js';
import { readProfile } from '../../covdata/read-profile.js';
import { formatTextProfile } from '../../covdata/text-format.js';
import { type CovdataOptions, createCovdataCommand, toInputs, withoutEquals } from '../covdata-options.js';
import { writeOutputFile } from '../output-file.js';
import { printChunks, printJson } from '../standard-output.js';

interface PercentOptions extends CovdataOptions {
  output?: string;
  total?: boolean;
}

/** The verb `percent`. */
export function createPercentCommand(): Command {
  return createCovdataCommand(
    'percent',
    'print the share of statements that ran, by package',
    'covd percent -i covdata',
  )
    .option('-o, --output <file>', 'also write the text format of `covd textfmt` to this file', withoutEquals)
    .option('--total', 'end with a line over all packages (the default on a terminal)')
    .option('--no-total', 'end without that line')
    .option('--json', 'print JSON')
    .action(percent);
}

async function percent({ output, total, json, ...options }: PercentOptions): Promise<void> {
  const inputs = toInputs(options);
  const print = async () => {
    const profile = await readProfile(inputs, { anyMode: true });
    const packages = profile ? packageTotals(profile) : [];
    if (json) await printJson({ packages: packages.map(withPercent), total: withPercent(addTotals(packages)) });
    else if (profile) await printChunks([formatPercent(packages, { total: total ?? process.stdout.isTTY })]);
    return profile ? formatTextProfile(profile) : [];
  };
  await (output === undefined ? print() : writeOutputFile(output, print));
}

function withPercent<T extends { statements: number; covered: number }>(totals: T): T & { percent: number } {
  return { ...totals, percent: percentOf(totals) };
}
