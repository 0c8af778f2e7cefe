// The table of verbs. Runs in the CLI process.

import { Command } from 'commander';

/** Each verb is loaded by itself: all together take 40 ms, which the command of `covd run` would wait for. */
const VERBS: Record<string, () => Promise<Command>> = {
  run: async () => (await import('./commands/run.js')).createRunCommand(),
  ps: async () => (await import('./commands/ps.js')).createPsCommand(),
  emit: async () => (await import('./commands/emit.js')).createEmitCommand(),
  clear: async () => (await import('./commands/clear.js')).createClearCommand(),
  window: async () => (await import('./commands/window.js')).createWindowCommand(),
  build: async () => (await import('./commands/build.js')).createBuildCommand(),
  percent: async () => (await import('./commands/percent.js')).createPercentCommand(),
  pkglist: async () => (await import('./commands/pkglist.js')).createPkglistCommand(),
  func: async () => (await import('./commands/func.js')).createFuncCommand(),
  textfmt: async () => (await import('./commands/textfmt.js')).createTextfmtCommand(),
  debugdump: async () => (await import('./commands/debugdump.js')).createDebugDumpCommand(),
  merge: async () => (await import('./commands/merge.js')).createMergeCommand(),
  subtract: async () => (await import('./commands/subtract.js')).createSubtractCommand(),
  intersect: async () => (await import('./commands/intersect.js')).createIntersectCommand(),
  report: async () => (await import('./commands/report.js')).createReportCommand(),
  diff: async () => (await import('./commands/diff.js')).createDiffCommand(),
};

/**
 * The command line of one verb, or with all of them where `verb` is none; parsing errors are thrown as CommanderError and
 * never exit the process.
 */
export async function createProgram(version: string, verb: string | undefined): Promise<Command> {
  const program = new Command('covd')
    .description('Live code coverage of running, multi-threaded Node.js programs')
    .version(version)
    .enablePositionalOptions();
  const isVerb = verb !== undefined && Object.hasOwn(VERBS, verb);
  for (const load of isVerb ? [VERBS[verb] as () => Promise<Command>] : Object.values(VERBS)) {
    program.addCommand(await load());
  }
  return settle(program);
}

/** All of the command and what stands under it; a reader of help that goes away (`| head`) is no error. */
function settle(command: Command): Command {
  for (const inner of command.commands) settle(inner);
  return command.exitOverride().configureOutput({
    writeOut: (text) => write(process.stdout, text),
    writeErr: (text) => write(process.stderr, text),
    outputError: (text, writeError) => writeError(text + suggestTwoDashes(text, command)),
  });
}

/** Go's flags have one dash (`-pkg=P`), which is a group of short options here. Empty where that was not the mistake. */
function suggestTwoDashes(error: string, { options }: Command): string {
  const flag = /unknown option '-([a-z][^']+)'/.exec(error)?.[1];
  const isLong = options.some(({ long }) => flag !== undefined && long === `--${flag.replace(/=.*/, '')}`);
  return isLong ? `(Did you mean --${flag}?)\n` : '';
}

function write(stream: NodeJS.WriteStream, text: string): void {
  stream.once('error', () => {});
  stream.write(text);
}
