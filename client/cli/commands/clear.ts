// `covd clear`: make later snapshots of running processes count from now. Runs in the CLI process.

import { Command, Option } from 'commander';
import { addTargetOptions, forEachTarget, type TargetOptions } from '../target-options.js';

interface ClearCommandOptions extends TargetOptions {
  to: 'zero' | 'load';
  window?: string;
}

/** The verb `clear`; prints nothing. */
export function createClearCommand(): Command {
  const command = new Command('clear')
    .description('make later snapshots of a running process count from now')
    .addOption(
      new Option('--to <state>', 'zero, or load: the counts right after each module had been loaded')
        .choices(['zero', 'load'])
        .default('zero'),
    )
    .option('--window <name>', 'the baseline of this window instead of the common one');
  return addTargetOptions(command)
    .addHelpText('after', '\nExample:\n  $ covd clear --pid 4711 --to load')
    .action(clear);
}

async function clear({ to, window, ...target }: ClearCommandOptions): Promise<void> {
  await forEachTarget(target, (client) => client.clearCoverageCounters({ to, ...(window && { window }) }));
}
