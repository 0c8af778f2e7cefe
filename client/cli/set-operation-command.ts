// What `covd subtract` and `covd intersect` have in common: all but the operation. Runs in the CLI process.

import type { Command } from 'commander';
import { combineDirectories } from '../covdata/merge-programs.js';
import type { SetOperation } from '../covdata/set-operation.js';
import {
  type CovdataOptions,
  createCovdataCommand,
  toInputs,
  toOutputDirectory,
  withoutEquals,
} from './covdata-options.js';
import { printJson } from './standard-output.js';
import { UsageError } from './usage-error.js';

export interface SetOperationSpec {
  operation: SetOperation;
  description: string;
  /** How many input directories it takes to make sense. */
  fewestDirectories: number;
}

interface SetOperationOptions extends CovdataOptions {
  output?: string;
}

/** A verb that takes directories, the first of which the others are applied to, and writes a directory. */
export function createSetOperationCommand({ operation, description, fewestDirectories }: SetOperationSpec): Command {
  return createCovdataCommand(operation, description, `covd ${operation} -i production,tests -o result`)
    .option('-o, --output <dir>', 'existing directory for the result; none of the inputs', withoutEquals)
    .option('--json', 'print the written files as JSON')
    .action(async ({ output, json, ...options }: SetOperationOptions) => {
      const inputs = toInputs(options);
      if (inputs.directories.length < fewestDirectories)
        throw new UsageError(
          `${operation}: found ${inputs.directories.length} input directory, wanted at least ${fewestDirectories}`,
        );
      const files = await combineDirectories(operation, inputs, toOutputDirectory(output, inputs));
      if (json) await printJson({ files });
    });
}
