// The measured threads of the process, each known by its MessagePort. Daemon thread. A thread has ended when its port
// closes, which happens however it ends.

import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ThreadMessage } from '../../instrument/thread-message.js';

/** What is known of one thread. */
export interface MeasuredThread {
  port: MessagePort;
  /** Token in the slab's directory; undefined until the thread has introduced itself. */
  owner: number | undefined;
}

/** Told what threads say and when they end; the end comes after everything that the thread has said. */
export interface ThreadListener {
  onMessage(thread: MeasuredThread, message: Exclude<ThreadMessage, { type: 'hello' | 'thread' }>): void;
  onEnd(thread: MeasuredThread): void;
}

export class MeasuredThreads {
  readonly #listener: ThreadListener;
  readonly #threads = new Set<MeasuredThread>();

  constructor(listener: ThreadListener) {
    this.#listener = listener;
  }

  /** Live threads that have introduced themselves. */
  get count(): number {
    let count = 0;
    for (const { owner } of this.#threads) if (owner !== undefined) count++;
    return count;
  }

  add(port: MessagePort, owner?: number): void {
    const thread: MeasuredThread = { port, owner };
    this.#threads.add(thread);
    port.on('message', (message: ThreadMessage) => this.#receive(thread, message));
    port.on('close', () => {
      this.#threads.delete(thread);
      this.#listener.onEnd(thread);
    });
  }

  /**
   * Takes in what threads have said so far without waiting for the event loop: a region may be published, and folded,
   * before the message that says where to find its map has been delivered.
   */
  drain(): void {
    for (const thread of this.#threads) {
      for (let next = receiveMessageOnPort(thread.port); next; next = receiveMessageOnPort(thread.port)) {
        this.#receive(thread, next.message as ThreadMessage);
      }
    }
  }

  #receive(thread: MeasuredThread, message: ThreadMessage): void {
    if (message.type === 'hello') thread.owner = message.owner;
    else if (message.type === 'thread') this.add(message.port);
    else this.#listener.onMessage(thread, message);
  }
}
