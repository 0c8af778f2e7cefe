// The real `go tool covdata`, where there is a Go, and covd's command line beside it.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const COVD = fileURLToPath(new URL('../../../client/cli/main.js', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../../../test/fixtures/go-program', import.meta.url));

const JS_PROGRAM = fileURLToPath(new URL('../../../../test/fixtures/js-program', import.meta.url));

/** Why the tests that need Go are skipped; undefined: they are not. */
export const noGo =
  spawnSync('go', ['tool', 'covdata', 'pkglist', '-help']).status === 2 ? undefined : 'no go on the PATH';

export interface ToolOutput {
  status: number | undefined;
  stdout: string;
}

/** A tool's verb over some directories; flags in Go's spelling. */
export type Tool = (verb: string, directories: string[], ...flags: string[]) => Promise<ToolOutput>;

export const goTool: Tool = async (verb, directories, ...flags) => {
  const result = await execa('go', ['tool', 'covdata', verb, `-i=${directories.join()}`, ...flags], { reject: false });
  return { status: result.exitCode, stdout: withoutNames(result.stdout) };
};

export const covdTool: Tool = async (verb, directories, ...flags) => {
  const spelled = flags.map((flag) => flag.replace(/^-(pkg|live|pcombine)/, '--$1'));
  const rows = verb === 'func' ? ['--go-rows'] : [];
  const args = [COVD, verb, '-i', directories.join(), ...rows, ...spelled];
  const result = await execa(process.execPath, args, { reject: false });
  return { status: result.exitCode, stdout: withoutNames(result.stdout) };
};

/** Builds the fixture program with coverage and runs it, once for each directory and its arguments. */
export async function runGoProgram(root: string, runs: Record<string, string[]>): Promise<void> {
  const binary = join(root, 'program');
  await execa('go', ['build', '-cover', '-covermode=atomic', '-coverpkg=./...', '-o', binary, '.'], {
    cwd: PROGRAM,
    env: { GOWORK: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '' },
  });
  for (const [directory, args] of Object.entries(runs)) {
    mkdirSync(join(root, directory));
    await execa(binary, args, { env: { GOCOVERDIR: join(root, directory) } });
  }
}

/** Runs the JavaScript fixture under covd, once for each directory and its arguments. */
export async function runCovdProgram(root: string, runs: Record<string, string[]>): Promise<void> {
  for (const [directory, args] of Object.entries(runs))
    await execa(
      process.execPath,
      [COVD, 'run', '--dir', join(root, directory), '--', process.execPath, 'main.js', ...args],
      {
        cwd: JS_PROGRAM,
      },
    );
}

/** debugdump names its own command line and the files, which have hashes of the tool's own making and the time in them. */
function withoutNames(text: string): string {
  return text.replace(/^ \*\t.*$/m, ' *\tCOMMAND').replace(/^data file \S+/gm, 'data file FILE');
}
