// Answers a request of a measured thread over its port. Daemon thread.

import type { MessagePort } from 'node:worker_threads';
import type { DaemonMessage } from '../../instrument/thread-message.js';
import type { RequestOutcome } from '../requests/serve-request.js';

/** Posts how request `id` ended, and releases its pieces: the thread gets copies. */
export function postAnswer(port: MessagePort, id: number, outcome: RequestOutcome): void {
  if (!outcome.ok) {
    port.postMessage({ type: 'response', id, ...outcome } satisfies DaemonMessage);
    return;
  }
  const { pieces, ...result } = outcome.result as { pieces?: Uint8Array[] };
  // A piece is a part of a larger buffer, all of which postMessage would copy.
  const copies = pieces?.map((piece) => new Uint8Array(piece));
  const message: DaemonMessage = {
    type: 'response',
    id,
    ok: true,
    result: copies ? { ...result, pieces: copies } : result,
  };
  port.postMessage(
    message,
    copies?.map(({ buffer }) => buffer),
  );
  outcome.release?.();
}
