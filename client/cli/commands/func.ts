// `covd func`: statement coverage by function. Runs in the CLI process.

import type { Command } from 'commander';
import { addTotals } from '../../covdata/coverage-profile.js';
import { formatFunctionRows, functionRows, goFunctionRows } from '../../covdata/function-rows.js';
import { percentOf } from '../../covdata/percent-text.js';
import { readProfile } from '../../covdata/read-profile.js';
import { type CovdataOptions, createCovdataCommand, toInputs } from '../covdata-options.js';
import { printChunks, printJson } from '../standard-output.js';

interface FuncOptions extends CovdataOptions {
  goRows?: true;
}

/** The verb `func`. */
export function createFuncCommand(): Command {
  return createCovdataCommand('func', 'print the share of statements that ran, by function', 'covd func -i covdata')
    .option('--go-rows', "Go's rows: split where other functions stand inside, joined where neighbours share a name")
    .option('--json', 'print JSON')
    .action(printFunctions);
}

async function printFunctions({ goRows, json, ...options }: FuncOptions): Promise<void> {
  const profile = await readProfile(toInputs(options), { anyMode: true });
  const rows = profile ? (goRows ? goFunctionRows : functionRows)(profile) : [];
  const total = addTotals(rows);
  if (json) {
    const functions = rows.map((row) => ({ ...row, percent: percentOf(row) }));
    await printJson({ functions, total: { ...total, percent: percentOf(total) } });
  } else if (profile) await printChunks([formatFunctionRows(rows)]);
}
