// `covd intersect`.

import type { Command } from 'commander';
import { createSetOperationCommand } from '../set-operation-command.js';

export function createIntersectCommand(): Command {
  return createSetOperationCommand({
    operation: 'intersect',
    description: 'keep what ran in the first directory and in all others',
    fewestDirectories: 1,
  });
}
