// Runs one request, from a port or a socket, and says how it ended. Daemon thread.

import { CoverageError, type CoverageErrorData } from '../../instrument/coverage-error.js';
import { messageOf } from '../../instrument/message-of.js';
import type { Method } from '../ipc/protocol.js';
import { checkParams, isMethod } from './check-params.js';
import type { RequestHandlers } from './request-handlers.js';

/** With `release`, the result has pieces, which stay as they are until it is called, once. */
export type RequestOutcome =
  | { ok: true; result: unknown; release?: (() => void) | undefined }
  | { ok: false; error: CoverageErrorData };

/** Checks and runs a request. Never throws: whatever goes wrong is the outcome of this request alone. */
export function serveRequest(handlers: RequestHandlers, method: unknown, params: unknown): RequestOutcome {
  try {
    if (!isMethod(method)) {
      throw new CoverageError('ERR_BAD_REQUEST', `request: found method ${nameOf(method)}, wanted one of the protocol`);
    }
    return runHandler(handlers, method, params);
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}

/** The error as other threads and processes are told; anything but a CoverageError is a fault of the daemon itself. */
function toErrorData(error: unknown): CoverageErrorData {
  if (error instanceof CoverageError) return error.toData();
  return { code: 'EIO', message: `request: daemon failed: ${messageOf(error)}` };
}

function runHandler<M extends Method>(handlers: RequestHandlers, method: M, params: unknown): RequestOutcome {
  const { release, ...result } = handlers[method](checkParams(method, params));
  return { ok: true, result, release };
}

function nameOf(method: unknown): string {
  return typeof method === 'string' ? JSON.stringify(method.slice(0, 80)) : typeof method;
}
