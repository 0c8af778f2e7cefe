// How the five functions reach the daemon thread from inside the measured program. Runs in the user's threads.

import type { Method, Methods } from '../../daemon/ipc/protocol.js';
import { CoverageError, isCoverageErrorCode } from '../../instrument/coverage-error.js';
import { getThreadRuntime, type ThreadRuntime } from '../../instrument/thread/thread-runtime.js';

/** How long the Sync functions block the calling thread before they give up with ERR_DEADLINE. */
const SYNC_DEADLINE_MS = 30_000;

/**
 * The daemon's answer to one request of the calling thread. Rejects with ERR_NOT_COVERED where the program is not
 * measured, else with the daemon's own error; `action` is the name of the public function, for the text.
 */
export async function requestDaemon<M extends Method>(
  method: M,
  params: Methods[M]['params'],
  action: string,
): Promise<Methods[M]['result']> {
  const runtime = requireRuntime(action);
  try {
    return (await runtime.request(method, params)) as Methods[M]['result'];
  } catch (error) {
    throw toCoverageError(error);
  }
}

/** As `requestDaemon`, but blocks the calling thread, for at most `SYNC_DEADLINE_MS`. */
export function requestDaemonSync<M extends Method>(
  method: M,
  params: Methods[M]['params'],
  action: string,
): Methods[M]['result'] {
  const runtime = requireRuntime(action);
  try {
    return runtime.requestSync(method, params, SYNC_DEADLINE_MS) as Methods[M]['result'];
  } catch (error) {
    throw toCoverageError(error);
  }
}

function requireRuntime(action: string): ThreadRuntime {
  const runtime = getThreadRuntime();
  if (runtime) return runtime;
  const remedy = 'start it with `covd run -- COMMAND` or `node --require covd/register`';
  throw new CoverageError('ERR_NOT_COVERED', `${action}: this program is not instrumented, ${remedy}`);
}

/** The preload is bundled with a copy of CoverageError of its own; callers get the class that this library exports. */
function toCoverageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CoverageError) return error;
  if (!('code' in error) || !isCoverageErrorCode(error.code)) return error;
  return new CoverageError(error.code, error.message, { cause: error.cause });
}
