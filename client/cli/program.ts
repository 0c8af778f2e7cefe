// The table of verbs. Runs in the CLI process.

import { Command } from 'commander';

const COMMANDS: (() => Command)[] = [];

/** The whole command line; parsing errors are thrown as CommanderError and never exit the process. */
export function createProgram(version: string): Command {
  const program = new Command('covd')
    .description('Live code coverage of running, multi-threaded Node.js programs')
    .version(version)
    .exitOverride();
  for (const create of COMMANDS) program.addCommand(create().exitOverride());
  return program;
}
