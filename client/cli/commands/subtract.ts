// `covd subtract`: what ran in the first directory alone. Runs in the CLI process.

import type { Command } from 'commander';
import { createSetOperationCommand } from '../set-operation-command.js';

/** The verb `subtract`. */
export function createSubtractCommand(): Command {
  return createSetOperationCommand({
    operation: 'subtract',
    description: 'keep what ran in the first directory and in none of the others',
    fewestDirectories: 2,
  });
}
