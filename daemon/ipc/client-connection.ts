// One client's socket on the daemon's side: hello each way, then one request at a time. Daemon thread.
//
// Bounded in every direction: nothing is read while an answer is on its way, an answer is framed piece by piece as the
// socket takes it, and a client that neither reads nor finishes what it began is cut off after STALL_MS.

import type { Socket } from 'node:net';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { RequestOutcome } from '../requests/serve-request.js';
import { encodeChunkFrames } from './chunk-frames.js';
import { encodeFrame, FrameDecoder } from './frame-codec.js';
import { PROTOCOL_VERSION, type ServerHello } from './protocol.js';
import { type AnswerHolder, UnreadAnswers } from './unread-answers.js';

/** How long a client may leave a frame half sent, or an answer half read, before it is cut off. */
export const STALL_MS = 10_000;
/** Bytes of the longest frame that a client may send; requests are short. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** Serves one request; `method` and `params` are as the client sent them. The result is released when its pieces have been sent. */
export type ServeRequest = (method: unknown, params: unknown) => RequestOutcome;

export interface ConnectionOptions {
  hello: ServerHello;
  serve: ServeRequest;
  stallMs?: number;
  /** Shared by all connections of a server. */
  unread?: UnreadAnswers;
}

interface ReceivedRequest {
  id: number;
  method: unknown;
  params: unknown;
  /** performance.now() after which nobody waits for the answer any more. */
  endsAt: number;
}

/** Takes over a freshly accepted socket. */
export class ClientConnection implements AnswerHolder {
  readonly #socket: Socket;
  readonly #serve: ServeRequest;
  readonly #stallMs: number;
  readonly #unread: UnreadAnswers;
  readonly #decoder = new FrameDecoder(MAX_REQUEST_BYTES);
  readonly #requests: ReceivedRequest[] = [];
  #greeted = false;
  #answering = false;
  #release: (() => void) | undefined;
  #stall: NodeJS.Timeout | undefined;

  constructor(socket: Socket, { hello, serve, stallMs = STALL_MS, unread }: ConnectionOptions) {
    this.#socket = socket;
    this.#serve = serve;
    this.#stallMs = stallMs;
    this.#unread = unread ?? new UnreadAnswers();
    socket.on('data', (bytes) => this.#receive(bytes));
    // 'close' follows; a client that has gone is nobody's problem.
    socket.on('error', () => {});
    socket.on('close', () => this.#forget());
    this.#armStall();
    socket.write(encodeFrame(hello));
  }

  /** Ends the connection at once, whatever the client still waits for. */
  cutOff(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    try {
      for (const value of this.#decoder.push(bytes)) this.#accept(value);
    } catch (error) {
      this.#refuse(error);
      return;
    }
    if (this.#greeted && this.#decoder.isEmpty) clearTimeout(this.#stall);
    else this.#armStall();
    this.#next();
  }

  #accept(value: unknown): void {
    if (!isRecord(value)) throw malformed('a message that is no map');
    if (this.#greeted) this.#requests.push(readRequest(value));
    else this.#greet(value);
  }

  #greet(hello: Record<string, unknown>): void {
    if (hello.type !== 'hello') throw malformed('a message before the hello');
    if (hello.protocol !== PROTOCOL_VERSION) {
      const text = `hello: client speaks protocol version ${String(hello.protocol)}, daemon version ${PROTOCOL_VERSION}`;
      throw new CoverageError('ERR_PROTOCOL', text);
    }
    this.#greeted = true;
  }

  /** Serves the next request, unless an answer is still on its way. */
  #next(): void {
    if (this.#answering || this.#socket.destroyed) return;
    const request = this.#requests.shift();
    if (!request) {
      this.#socket.resume();
      return;
    }
    this.#answering = true;
    this.#socket.pause();
    this.#send(this.#answer(request));
  }

  /** The frames of an answer, made when the socket has taken those before. */
  *#answer({ id, method, params, endsAt }: ReceivedRequest): Generator<Uint8Array[]> {
    if (performance.now() > endsAt) {
      const error = new CoverageError('ERR_DEADLINE', `${String(method)}: deadline passed before it was served`);
      yield [encodeFrame({ type: 'response', id, ok: false, error: error.toData() })];
      return;
    }
    const outcome = this.#serve(method, params);
    if (!outcome.ok) {
      yield [encodeFrame({ type: 'response', id, ok: false, error: outcome.error })];
      return;
    }
    const { pieces = [], ...result } = outcome.result as { pieces?: Uint8Array[] };
    this.#release = outcome.release;
    this.#unread.hold(this, pieces);
    yield* encodeChunkFrames(id, pieces);
    yield [encodeFrame({ type: 'response', id, ok: true, result })];
  }

  /** One batch after the other: the socket reads from the pieces themselves, and has done so when it calls back. */
  #send(batches: Generator<Uint8Array[]>): void {
    const next = batches.next();
    if (next.done) {
      this.#forget();
      this.#answering = false;
      // Other clients come first: one that has sent many requests at once must not keep them waiting.
      setImmediate(() => this.#next());
      return;
    }
    this.#write(next.value, () => {
      this.#unread.progress(this);
      this.#send(batches);
    });
    if (this.#socket.writableLength > 0) this.#armStall();
  }

  /** Calls `written` when the system has taken all buffers; never, where the connection ends before. */
  #write(buffers: readonly Uint8Array[], written: () => void): void {
    this.#socket.cork();
    for (const buffer of buffers.slice(0, -1)) this.#socket.write(buffer);
    this.#socket.write(buffers.at(-1) as Uint8Array, (error) => {
      if (!error) written();
    });
    this.#socket.uncork();
  }

  /** Nothing waits for this client any more: its answer was sent, or it has gone. */
  #forget(): void {
    clearTimeout(this.#stall);
    this.#unread.release(this);
    this.#release?.();
    this.#release = undefined;
  }

  /** Says what was wrong, as far as that can still be said, and ends this connection. */
  #refuse(error: unknown): void {
    const data = error instanceof CoverageError ? error.toData() : malformed('a broken frame').toData();
    this.#socket.end(encodeFrame({ type: 'response', id: 0, ok: false, error: data }));
    this.#socket.destroySoon();
  }

  #armStall(): void {
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.#socket.destroy(), this.#stallMs);
  }
}

function readRequest(value: Record<string, unknown>): ReceivedRequest {
  const { type, id, method, params, deadlineMs } = value;
  if (type !== 'request' || !Number.isSafeInteger(id)) throw malformed('a message that is no request');
  const ms = typeof deadlineMs === 'number' && deadlineMs > 0 ? deadlineMs : Number.POSITIVE_INFINITY;
  return { id: id as number, method, params, endsAt: performance.now() + ms };
}

function malformed(found: string): CoverageError {
  return new CoverageError('ERR_PROTOCOL', `read message: found ${found}, wanted hello, then requests`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
