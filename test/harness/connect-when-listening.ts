// Connects to a program that has only just started: its daemon thread may not listen yet when its first line is printed.

import type { ChildProcess } from 'node:child_process';
import { type ConnectOptions, type CoverageClient, CoverageError, connect } from '../../client/index.js';

/** Tries until somebody listens, or `program` has ended (ERR_NO_PROCESS). */
export async function connectWhenListening(
  socket: string,
  program: Pick<ChildProcess, 'exitCode' | 'signalCode'>,
  options: ConnectOptions = {},
): Promise<CoverageClient> {
  for (;;) {
    try {
      return await connect(socket, options);
    } catch (error) {
      const isTooEarly = error instanceof CoverageError && error.code === 'ERR_NO_PROCESS';
      const hasEnded = program.exitCode !== null || program.signalCode !== null;
      if (!isTooEarly || hasEnded) throw error;
    }
  }
}
