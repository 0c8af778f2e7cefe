// One socket to the daemon of another process: hello each way, then requests and answers in frames. Runs in the
// client's process.

import { createConnection, type Socket } from 'node:net';
import { checkEndpointLength } from '../../daemon/ipc/endpoint.js';
import { encodeFrame, FrameDecoder } from '../../daemon/ipc/frame-codec.js';
import {
  type ClientHello,
  type Method,
  type Methods,
  PROTOCOL_VERSION,
  type Request,
  type ServerHello,
} from '../../daemon/ipc/protocol.js';
import { CoverageError, type CoverageErrorCode } from '../../instrument/coverage-error.js';
import { type Answer, PendingRequests } from './pending-requests.js';
import { readServerHello, readServerMessage } from './server-message.js';

/** An open connection. */
export class DaemonConnection {
  readonly hello: ServerHello;
  readonly #socket: Socket;
  readonly #pending = new PendingRequests();
  readonly #closed: Promise<void>;
  #end: CoverageError | undefined;

  private constructor(socket: Socket, hello: ServerHello, endpoint: string, incoming: AsyncIterable<unknown>) {
    this.#socket = socket;
    this.hello = hello;
    this.#closed = this.#receive(incoming, endpoint);
  }

  /**
   * Connects to a socket path (or named pipe) and exchanges hellos, within `deadlineMs`. Rejects with ERR_NO_PROCESS
   * if nobody listens there, ERR_UNSAFE_DIRECTORY if the path is too long, EACCES, ERR_PROTOCOL, ERR_DEADLINE, ERR_CONNECTION_CLOSED.
   */
  static async open(endpoint: string, deadlineMs: number): Promise<DaemonConnection> {
    checkEndpointLength(endpoint);
    const socket = createConnection(endpoint);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      socket.destroy();
    }, deadlineMs);
    try {
      socket.write(encodeFrame({ type: 'hello', protocol: PROTOCOL_VERSION } satisfies ClientHello));
      const incoming = readFrames(socket);
      const first = await incoming.next();
      if (first.done)
        throw new CoverageError('ERR_CONNECTION_CLOSED', `connect to ${endpoint}: closed without a hello`);
      return new DaemonConnection(socket, readServerHello(first.value, endpoint), endpoint, incoming);
    } catch (error) {
      socket.destroy();
      if (!late) throw toConnectError(error, endpoint);
      throw new CoverageError('ERR_DEADLINE', `connect to ${endpoint}: no hello within ${deadlineMs} ms`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends one request. Rejects with the daemon's error, ERR_DEADLINE after `deadlineMs`, or ERR_CONNECTION_CLOSED. */
  request<M extends Method>(method: M, params: Methods[M]['params'], deadlineMs: number): Promise<Answer> {
    if (this.#end) return Promise.reject(this.#end);
    return this.#pending.add(method, deadlineMs, (id) => {
      this.#socket.write(encodeFrame({ type: 'request', id, method, params, deadlineMs } satisfies Request<M>));
    });
  }

  /** Ends the connection; pending requests reject with ERR_CONNECTION_CLOSED. May be called again. */
  async close(): Promise<void> {
    this.#finish(new CoverageError('ERR_CONNECTION_CLOSED', 'request: connection closed by this client'));
    this.#socket.destroy();
    await this.#closed;
  }

  async #receive(incoming: AsyncIterable<unknown>, endpoint: string): Promise<void> {
    try {
      for await (const value of incoming) this.#pending.accept(readServerMessage(value, endpoint));
      this.#finish(new CoverageError('ERR_CONNECTION_CLOSED', `request: connection closed by ${endpoint}`));
    } catch (error) {
      this.#finish(toConnectError(error, endpoint));
    }
    this.#socket.destroy();
  }

  /** The first reason stays. */
  #finish(reason: CoverageError): void {
    this.#end ??= reason;
    this.#pending.rejectAll(this.#end);
  }
}

async function* readFrames(socket: Socket): AsyncGenerator<unknown, void, undefined> {
  const decoder = new FrameDecoder();
  for await (const bytes of socket as AsyncIterable<Buffer>) yield* decoder.push(bytes);
}

const CODES: Record<string, CoverageErrorCode> = {
  ENOENT: 'ERR_NO_PROCESS',
  ECONNREFUSED: 'ERR_NO_PROCESS',
  EACCES: 'EACCES',
  EPERM: 'EACCES',
};

function toConnectError(error: unknown, endpoint: string): CoverageError {
  if (error instanceof CoverageError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const text = CODES[code] === 'ERR_NO_PROCESS' ? 'no measured process listens there' : message;
  return new CoverageError(CODES[code] ?? 'ERR_CONNECTION_CLOSED', `connect to ${endpoint}: ${text}`, { cause: error });
}
