// Bytes of a socket <-> messages of protocol.ts, one MessagePack value behind each length. Used by the daemon thread
// and by clients in other processes.

import { CoverageError } from '../../instrument/coverage-error.js';
import { packMessage, unpackMessage } from '../../instrument/message-pack.js';
import { isPlainMessagePack } from './check-message-pack.js';
import { MAX_FRAME_BYTES } from './protocol.js';

const LENGTH_BYTES = 4;

/**
 * One frame with `message` in plain MessagePack (no records or other extensions, so that any language can read it).
 * Throws ERR_PROTOCOL for a message of more than MAX_FRAME_BYTES.
 */
export function encodeFrame(message: unknown): Uint8Array {
  const body = packMessage(message);
  if (body.length > MAX_FRAME_BYTES) throw tooLong(body.length, MAX_FRAME_BYTES);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.set(body, LENGTH_BYTES);
  return frame;
}

/** Puts frames together from pieces cut anywhere; holds at most one incomplete frame. */
export class FrameDecoder {
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** Bytes that must be there before it is worth joining them: a length, or a length and its body. */
  #wantedBytes = LENGTH_BYTES;
  readonly #maxBytes: number;

  /** `maxBytes`: the longest body that the peer may send. */
  constructor(maxBytes = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** True where the bytes so far ended with a whole frame. */
  get isEmpty(): boolean {
    return this.#restBytes === 0;
  }

  /**
   * The messages that `bytes` completes, in order. Throws ERR_PROTOCOL for a length above the bound, as soon as the
   * length is known, and for a body that is not one MessagePack value; the decoder is of no use after that.
   */
  push(bytes: Uint8Array): unknown[] {
    this.#rest.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#restBytes += bytes.byteLength;
    const messages: unknown[] = [];
    for (let body = this.#takeBody(); body; body = this.#takeBody()) messages.push(this.#unpack(body));
    return messages;
  }

  #takeBody(): Buffer | undefined {
    if (this.#restBytes < this.#wantedBytes) return undefined;
    const joined = this.#rest.length === 1 ? (this.#rest[0] as Buffer) : Buffer.concat(this.#rest);
    const length = joined.readUInt32LE(0);
    if (length > this.#maxBytes) throw tooLong(length, this.#maxBytes);
    const end = LENGTH_BYTES + length;
    const isWhole = joined.length >= end;
    this.#rest = isWhole ? [joined.subarray(end)] : [joined];
    this.#restBytes = isWhole ? joined.length - end : joined.length;
    this.#wantedBytes = isWhole ? LENGTH_BYTES : end;
    return isWhole ? joined.subarray(LENGTH_BYTES, end) : undefined;
  }

  #unpack(body: Buffer): unknown {
    if (isPlainMessagePack(body)) return unpackMessage(body);
    throw new CoverageError('ERR_PROTOCOL', `read frame: found ${body.length} bytes, wanted one MessagePack value`);
  }
}

function tooLong(length: number, maxBytes: number): CoverageError {
  return new CoverageError('ERR_PROTOCOL', `frame: ${length} bytes found, at most ${maxBytes} wanted`);
}
