// `covd window`: baselines of their own, so that several observers of one process never disturb each other. Runs in
// the CLI process.

import { Command, InvalidArgumentError } from 'commander';
import { addTargetOptions, forEachTarget, type TargetOptions } from '../target-options.js';

/** The verb `window` with its two sub-verbs; they print nothing. */
export function createWindowCommand(): Command {
  return new Command('window')
    .description('open or close a named window: a baseline of its own for one observer')
    .addCommand(createOpenCommand().exitOverride())
    .addCommand(createCloseCommand().exitOverride())
    .addHelpText('after', '\nExample:\n  $ covd window open release-test && covd emit --window release-test --dir out');
}

function createOpenCommand(): Command {
  const command = new Command('open')
    .description('start a window now')
    .argument('<name>')
    .option('--lease <ms>', 'close it when it has not been used for so many milliseconds', readMilliseconds);
  return addTargetOptions(command)
    .addHelpText('after', '\nExample:\n  $ covd window open release-test --lease 3600000')
    .action(async (name: string, { lease, ...target }: TargetOptions & { lease?: number }) => {
      await forEachTarget(target, (client) => client.openWindow(name, lease === undefined ? {} : { leaseMs: lease }));
    });
}

function createCloseCommand(): Command {
  return addTargetOptions(new Command('close').description('forget a window').argument('<name>'))
    .addHelpText('after', '\nExample:\n  $ covd window close release-test')
    .action(async (name: string, target: TargetOptions) => {
      await forEachTarget(target, (client) => client.closeWindow(name));
    });
}

function readMilliseconds(text: string): number {
  const ms = Number(text);
  if (Number.isSafeInteger(ms) && ms > 0) return ms;
  throw new InvalidArgumentError('wanted a positive whole number of milliseconds');
}
