// `covd intersect`: what ran in all directories. Runs in the CLI process.

import type { Command } from 'commander';
import { createSetOperationCommand } from '../set-operation-command.js';

/** The verb `intersect`. */
export function createIntersectCommand(): Command {
  return createSetOperationCommand({
    operation: 'intersect',
    description: 'keep what ran in the first directory and in all others',
    fewestDirectories: 1,
  });
}
