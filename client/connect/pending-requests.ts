// The requests of one connection that wait for their answer, each with a deadline. Runs in the client's process.

import type { ServerMessage } from '../../daemon/ipc/protocol.js';
import { CoverageError } from '../../instrument/coverage-error.js';

/** An answer, with the bytes that came before it. */
export interface Answer {
  result: unknown;
  chunks: Uint8Array[];
}

interface Pending {
  chunks: Uint8Array[];
  timer: NodeJS.Timeout;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** A table from request id to the promise that waits for it. */
export class PendingRequests {
  #waiting = new Map<number, Pending>();
  #nextId = 1;

  /** Calls `send` with a fresh id; the promise settles with its answer, or with ERR_DEADLINE after `deadlineMs`. */
  add(action: string, deadlineMs: number, send: (id: number) => void): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new CoverageError('ERR_DEADLINE', `${action}: no answer within ${deadlineMs} ms`));
      }, deadlineMs);
      this.#waiting.set(id, { chunks: [], timer, resolve, reject });
      send(id);
    });
  }

  /** Takes in one message of the server; answers to requests that have passed their deadline are dropped. */
  accept(message: ServerMessage): void {
    const pending = this.#waiting.get(message.id);
    if (!pending) return;
    if (message.type === 'chunk') {
      pending.chunks.push(message.bytes);
      return;
    }
    clearTimeout(pending.timer);
    this.#waiting.delete(message.id);
    if (message.ok) pending.resolve({ result: message.result, chunks: pending.chunks });
    else pending.reject(CoverageError.fromData(message.error));
  }

  /** Ends every wait with `error`. */
  rejectAll(error: unknown): void {
    for (const pending of this.#waiting.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#waiting.clear();
  }
}
