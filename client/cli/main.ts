#!/usr/bin/env node
// Entry of the `covd` command: puts the verbs together and turns outcomes into exit statuses (0 done, 1 the work
// failed, 2 wrong usage). Each verb lives in commands/, in a file of its own.

import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { messageOf } from '../../instrument/message-of.js';
import { createProgram } from './program.js';
import { UsageError } from './usage-error.js';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runCommandLine(await createProgram(version, process.argv[2]), process.argv);

async function runCommandLine(program: Command, argv: string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    // A verb that has an exit status of its own (run: the command's, report --check: 1) has set it already.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`covd: ${messageOf(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
