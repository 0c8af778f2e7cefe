// The IPC protocol, version 1: requests to the daemon and their answers. The same methods travel over sockets (framed
// MessagePack, see frame-codec.ts) and, for callers inside the measured process, over MessagePorts
// (instrument/thread-message.ts).
//
//   frame:   u32 little-endian length | one MessagePack value of that many bytes (at most 16 MiB,
//            from a client 64 KiB)
//   client   Hello                      Request{id:1}        Request{id:2} ...
//   server   Hello          Response{id:1} | Chunk{id:1}... Response{id:1}
//
// Raise PROTOCOL_VERSION when a peer of the old version would misread a message; peers of different versions refuse
// each other in the hello, naming both versions.

import type { CoverageErrorData } from '../../instrument/coverage-error.js';
import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';

export const PROTOCOL_VERSION = 1;
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** First frame of a client. */
export interface ClientHello {
  type: 'hello';
  protocol: number;
}

/** First frame of a server. */
export interface ServerHello {
  type: 'hello';
  protocol: number;
  pid: number;
  mode: CoverageMode;
  granularity: Granularity;
  /** process.argv of the measured program. */
  argv: string[];
}

/** Options that every counter emission takes. */
export interface EmitOptions {
  /** Clear in the same step as the snapshot: no hit is lost or counted twice. Refused in modes set and count. */
  clear?: boolean;
  /** Stored in the counter file's args under the key `label`. */
  label?: string;
  /** Name of an open window whose baseline is used instead of the default one. */
  window?: string;
}

/** Options of a clear. */
export interface ClearOptions {
  /** `load`: return to the counts right after each module's top level ran; default `zero`. */
  to?: 'zero' | 'load';
  /** Name of an open window whose baseline is moved instead of the default one. */
  window?: string;
}

/** A file that was written: absolute path and length in bytes. */
export interface WrittenFile {
  path: string;
  bytes: number;
}

/** An open window as `status` reports it. Times are Unix milliseconds. */
export interface WindowStatus {
  name: string;
  openedAt: number;
  /** When the window closes by itself unless it is used again before; undefined: never. */
  expiresAt: number | undefined;
}

/** What `covd ps` shows. */
export interface ProcessStatus {
  pid: number;
  argv: string[];
  mode: CoverageMode;
  granularity: Granularity;
  /** Unix milliseconds. */
  startedAt: number;
  /** Live measured threads. */
  threads: number;
  modules: number;
  counters: number;
  dir: string | undefined;
  windows: WindowStatus[];
  /** Files that were loaded as they are, with the reason. */
  unmeasured: { file: string; reason: string }[];
}

/**
 * Every method with its parameters and its result. Methods whose result says `stream` send their bytes as Chunk frames
 * (pieces of the file, in order) before the Response; inside the process the result itself carries the pieces.
 * Directories are absolute.
 */
export interface Methods {
  emitMetaDataToDir: { params: { dir: string }; result: { files: WrittenFile[] } };
  emitCounterDataToDir: { params: { dir: string } & EmitOptions; result: { files: WrittenFile[] } };
  emitMetaDataToWriter: { params: Record<string, never>; result: { pieces: Uint8Array[] } };
  emitCounterDataToWriter: { params: EmitOptions; result: { pieces: Uint8Array[] } };
  clearCoverageCounters: { params: ClearOptions; result: Record<string, never> };
  openWindow: { params: { name: string; leaseMs?: number }; result: Record<string, never> };
  closeWindow: { params: { name: string }; result: Record<string, never> };
  status: { params: Record<string, never>; result: ProcessStatus };
  /** Brings the files in COVD_DIR up to date; `final`, from inside only, gives them their last names: the main thread waits for it in its exit. */
  flush: { params: { final?: boolean }; result: { files: WrittenFile[] } };
}

export type Method = keyof Methods;

/** A request over a socket; nobody waits for its answer for longer than `deadlineMs` milliseconds. */
export interface Request<M extends Method> {
  type: 'request';
  id: number;
  method: M;
  params: Methods[M]['params'];
  deadlineMs?: number;
}

/** Answers over a socket; chunks of one id come in order, before its response. */
export type ServerMessage =
  | { type: 'chunk'; id: number; bytes: Uint8Array }
  | { type: 'response'; id: number; ok: true; result: unknown }
  | { type: 'response'; id: number; ok: false; error: CoverageErrorData };
