// A client that sends what it is told to, right or wrong, and keeps what it gets.

import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';
import { PROTOCOL_VERSION } from '../../../daemon/ipc/protocol.js';

export type Message = Record<string, unknown>;

export class RawClient implements AsyncDisposable {
  readonly socket: Socket;
  readonly #decoder = new FrameDecoder();
  readonly #messages: Message[] = [];
  readonly #closed: Promise<unknown>;

  constructor(path: string) {
    this.socket = createConnection(path);
    this.socket.on('error', () => {});
    this.#closed = once(this.socket, 'close');
  }

  /** Connected, and greeted both ways. */
  static async greet(path: string): Promise<RawClient> {
    const client = new RawClient(path);
    client.listen();
    client.send({ type: 'hello', protocol: PROTOCOL_VERSION });
    await client.next();
    return client;
  }

  /** Begins to read; until then the socket's buffers fill up. */
  listen(): void {
    this.socket.on('data', (bytes) => {
      this.#messages.push(...(this.#decoder.push(bytes) as Message[]));
      this.socket.emit('covd-message');
    });
  }

  send(message: Message): void {
    this.socket.write(encodeFrame(message));
  }

  /** The next message; undefined when the connection has ended. */
  async next(): Promise<Message | undefined> {
    while (this.#messages.length === 0) {
      if (this.socket.destroyed) return undefined;
      await Promise.race([once(this.socket, 'covd-message'), this.#closed]);
    }
    return this.#messages.shift();
  }

  /** Resolves when the connection has ended. */
  async ended(): Promise<void> {
    if (!this.socket.destroyed) await this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.ended();
  }
}
