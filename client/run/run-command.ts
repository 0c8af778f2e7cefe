// Runs the command of `covd run` and ends as it ends. Runs in the CLI process.

import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { CoverageError } from '../../instrument/coverage-error.js';

/** How a command ended: one of both is set. */
export interface CommandEnd {
  exitCode: number | undefined;
  signal: NodeJS.Signals | undefined;
}

/** Signals that somebody who stops `covd run` means for the command. */
const PASSED_ON: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];

/**
 * Runs `command` with this process's own stdin, stdout and stderr. A signal that reaches this process is passed on
 * once `beforeSignal` has settled (a second one at once). Rejects with ERR_NO_PROCESS if the command cannot be started.
 */
export async function runCommand(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  beforeSignal: () => Promise<void>,
): Promise<CommandEnd> {
  // Loaded here, for no other verb should pay for it: it takes longer to load than the rest of the command line.
  const { execa } = await import('execa');
  const child = execa(file, args, { stdio: 'inherit', env, extendEnv: false, reject: false, cleanup: false });
  const stopPassing = passSignals((signal) => child.kill(signal), beforeSignal);
  const { exitCode, signal, code, cause } = await child;
  stopPassing();
  if (exitCode !== undefined || signal !== undefined) return { exitCode, signal: signal as NodeJS.Signals | undefined };
  const reason = code === 'ENOENT' ? 'command not found' : String(cause ?? code);
  throw new CoverageError('ERR_NO_PROCESS', `run ${file}: ${reason}`, { cause });
}

/** Ends this process as the command ended: by the same signal, or with the same exit status. */
export function endLike({ exitCode, signal }: CommandEnd): void {
  if (signal === undefined) {
    process.exitCode = exitCode;
    return;
  }
  // Where the signal does not end this process (one that Node ignores), the status is what a shell would report.
  process.exitCode = 128 + constants.signals[signal];
  process.kill(process.pid, signal);
}

function passSignals(kill: (signal: NodeJS.Signals) => void, beforeSignal: () => Promise<void>): () => void {
  let pending: Promise<void> | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const isSecond = pending !== undefined;
    pending ??= beforeSignal();
    if (isTypedInTerminal(signal)) return;
    if (isSecond) kill(signal);
    else void pending.finally(() => kill(signal));
  };
  for (const signal of PASSED_ON) process.on(signal, onSignal);
  return () => {
    for (const signal of PASSED_ON) process.off(signal, onSignal);
  };
}

/** Ctrl+C and Ctrl+\ reach the whole foreground group; the command has had the signal already. */
function isTypedInTerminal(signal: NodeJS.Signals): boolean {
  // Not by process.stdin, which would open it: a pipe that the command shares would no longer block.
  return isatty(0) && (signal === 'SIGINT' || signal === 'SIGQUIT');
}
