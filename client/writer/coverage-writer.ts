// Where the ToWriter functions write: any of the three kinds of writer that Node programs have. Runs in the caller's
// thread.

import type { Writable } from 'node:stream';
import type { WritableStream } from 'node:stream/web';
import { CoverageError } from '../../instrument/coverage-error.js';
import { messageOf } from '../../instrument/message-of.js';

/** Anything with a `write`; a promise that it returns is awaited before the next chunk. */
export interface ChunkWriter {
  write(chunk: Uint8Array): unknown;
}

/** A WHATWG WritableStream, or any object with `write`, Node's Writables among them. It is never ended or closed. */
export type CoverageWriter = WritableStream<Uint8Array> | ChunkWriter;

/**
 * Throws ERR_NIL_WRITER for null and undefined, as Go does before it looks whether the program is measured, and
 * TypeError for what has no `write`. `action` is the name of the public function.
 */
export function requireWriter(writer: CoverageWriter | null | undefined, action: string): void {
  if (writer === null || writer === undefined) throw new CoverageError('ERR_NIL_WRITER', `${action}: nil writer`);
  if (isWebStream(writer) || typeof writer.write === 'function') return;
  throw new TypeError(`${action}: writer has no write method, wanted a Writable, a WritableStream or { write }`);
}

/**
 * Writes the pieces in order, each after the one before has been taken (back-pressure). Rejects with ERR_WRITE_FAILED
 * and that very error as `cause` at the first write that fails, and writes nothing after it.
 */
export async function writePieces(writer: CoverageWriter, pieces: Iterable<Uint8Array>, action: string): Promise<void> {
  try {
    if (isWebStream(writer)) await writeToWebStream(writer, pieces);
    else if (isNodeStream(writer)) await writeToNodeStream(writer, pieces);
    else for (const piece of pieces) await writer.write(piece);
  } catch (error) {
    throw new CoverageError('ERR_WRITE_FAILED', `${action}: writer failed: ${messageOf(error)}`, { cause: error });
  }
}

function isWebStream(writer: CoverageWriter): writer is WritableStream<Uint8Array> {
  return 'getWriter' in writer && typeof writer.getWriter === 'function';
}

function isNodeStream(writer: ChunkWriter): writer is Writable {
  return 'end' in writer && typeof writer.end === 'function' && 'on' in writer && typeof writer.on === 'function';
}

async function writeToWebStream(stream: WritableStream<Uint8Array>, pieces: Iterable<Uint8Array>): Promise<void> {
  const writer = stream.getWriter();
  try {
    for (const piece of pieces) {
      await writer.ready;
      await writer.write(piece);
    }
  } finally {
    writer.releaseLock();
  }
}

async function writeToNodeStream(stream: Writable, pieces: Iterable<Uint8Array>): Promise<void> {
  // A failing stream also emits 'error', after the write's callback; without a listener that would end the program.
  const ignore = (): void => {};
  stream.on('error', ignore);
  for (const piece of pieces) await writeOnce(stream, piece);
  stream.off('error', ignore);
}

function writeOnce(stream: Writable, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // A stream that is destroyed in the middle of a write never calls back.
    const onClose = (): void => reject(stream.errored ?? new Error('stream closed before the write was done'));
    stream.once('close', onClose);
    stream.write(piece, (error) => {
      stream.off('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
}
