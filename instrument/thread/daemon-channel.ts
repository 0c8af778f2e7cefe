// A measured thread's end of its channel to the daemon. One per thread; what goes over it is in thread-message.ts.

import { type MessagePort, receiveMessageOnPort, type TransferListItem } from 'node:worker_threads';
import { CoverageError } from '../coverage-error.js';
import type { DaemonMessage, ThreadMessage } from '../thread-message.js';

interface PendingRequest {
  resolve: (result: unknown) => void;
  reject: (error: CoverageError) => void;
}

export class DaemonChannel {
  readonly #port: MessagePort;
  readonly #pending = new Map<number, PendingRequest>();
  #nextId = 1;
  #listening = false;
  #closed = false;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  post(message: ThreadMessage, transfer: TransferListItem[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /** Rejects with the daemon's CoverageError, or ERR_DAEMON_GONE. Keeps the thread alive until it is answered. */
  request(method: string, params: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(daemonGone(method));
    this.#listen();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      // The program waits for this answer, so the port counts as work of the program until it has come.
      this.#port.ref();
      this.post({ type: 'request', id, method, params });
    });
  }

  /**
   * Blocks this thread for at most `timeoutMs`. The daemon posts its response before it stores 1 in the signal, so a
   * thread that sees the 1 finds the response in its port.
   * @throws the daemon's CoverageError, ERR_DEADLINE or ERR_DAEMON_GONE
   */
  requestSync(method: string, params: unknown, timeoutMs: number): unknown {
    if (this.#closed) throw daemonGone(method);
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const id = this.#nextId++;
    let answer: { result: unknown } | { error: CoverageError } | undefined;
    this.#pending.set(id, {
      resolve: (result) => {
        answer = { result };
      },
      reject: (error) => {
        answer = { error };
      },
    });
    this.post({ type: 'request', id, method, params, signal });
    Atomics.wait(signal, 0, 0, timeoutMs);
    this.#drain();
    this.#pending.delete(id);
    if (answer === undefined) throw deadline(method, timeoutMs);
    if ('error' in answer) throw answer.error;
    return answer.result;
  }

  /** The daemon has ended: every request that waits, and every later one, fails. */
  close(): void {
    this.#closed = true;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(daemonGone('request'));
    this.#port.close();
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#port.on('message', (message: DaemonMessage) => this.#receive(message));
    this.#port.on('close', () => this.close());
    // Listening has ref'd the port; only a request that waits may keep the thread alive.
    this.#port.unref();
  }

  #drain(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: DaemonMessage } | undefined;
      if (received === undefined) return;
      this.#receive(received.message);
    }
  }

  #receive(message: DaemonMessage): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    // No request waits any more, so nothing of ours keeps the thread alive.
    if (this.#pending.size === 0) this.#port.unref();
    if (message.ok) pending.resolve(message.result);
    else pending.reject(CoverageError.fromData(message.error));
  }
}

function daemonGone(method: string): CoverageError {
  return new CoverageError('ERR_DAEMON_GONE', `${method}: found the daemon thread of this process ended`);
}

function deadline(method: string, timeoutMs: number): CoverageError {
  return new CoverageError('ERR_DEADLINE', `${method}: wanted the daemon's answer within ${timeoutMs} ms, found none`);
}
