// The table of verbs. Runs in the CLI process.

import { Command } from 'commander';
import { createBuildCommand } from './commands/build.js';
import { createClearCommand } from './commands/clear.js';
import { createDebugDumpCommand } from './commands/debugdump.js';
import { createDiffCommand } from './commands/diff.js';
import { createEmitCommand } from './commands/emit.js';
import { createFuncCommand } from './commands/func.js';
import { createIntersectCommand } from './commands/intersect.js';
import { createMergeCommand } from './commands/merge.js';
import { createPercentCommand } from './commands/percent.js';
import { createPkglistCommand } from './commands/pkglist.js';
import { createPsCommand } from './commands/ps.js';
import { createReportCommand } from './commands/report.js';
import { createRunCommand } from './commands/run.js';
import { createSubtractCommand } from './commands/subtract.js';
import { createTextfmtCommand } from './commands/textfmt.js';
import { createWindowCommand } from './commands/window.js';

const COMMANDS: (() => Command)[] = [
  createRunCommand,
  createPsCommand,
  createEmitCommand,
  createClearCommand,
  createWindowCommand,
  createBuildCommand,
  createPercentCommand,
  createPkglistCommand,
  createFuncCommand,
  createTextfmtCommand,
  createDebugDumpCommand,
  createMergeCommand,
  createSubtractCommand,
  createIntersectCommand,
  createReportCommand,
  createDiffCommand,
];

/** The whole command line; parsing errors are thrown as CommanderError and never exit the process. */
export function createProgram(version: string): Command {
  const program = new Command('covd')
    .description('Live code coverage of running, multi-threaded Node.js programs')
    .version(version)
    .enablePositionalOptions()
    .exitOverride();
  for (const create of COMMANDS) program.addCommand(create().exitOverride());
  return program;
}
