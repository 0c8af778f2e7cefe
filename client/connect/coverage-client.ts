// The five functions, windows and status for another process. Runs in the client's process.

import { isAbsolute } from 'node:path';
import type {
  ClearOptions,
  EmitOptions,
  Method,
  Methods,
  ProcessStatus,
  WrittenFile,
} from '../../daemon/ipc/protocol.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';
import { type CoverageWriter, requireWriter, writePieces } from '../writer/coverage-writer.js';
import type { DaemonConnection } from './daemon-connection.js';

/**
 * A connection to one measured process, made by `connect`. Directories are those of the machine that both share and
 * must be absolute (ERR_BAD_REQUEST). Besides the errors of the functions of the same name, every method rejects with
 * ERR_DEADLINE when the daemon has not answered in time and with ERR_CONNECTION_CLOSED when the connection has ended.
 */
export class CoverageClient {
  readonly pid: number;
  /** process.argv of the measured program. */
  readonly argv: readonly string[];
  readonly mode: CoverageMode;
  readonly granularity: Granularity;
  readonly #connection: DaemonConnection;
  readonly #deadlineMs: number;

  /** `deadlineMs`: how long each request may take. */
  constructor(connection: DaemonConnection, deadlineMs: number) {
    this.#connection = connection;
    this.#deadlineMs = deadlineMs;
    ({ pid: this.pid, argv: this.argv, mode: this.mode, granularity: this.granularity } = connection.hello);
  }

  /** Writes the meta-data file to an absolute, existing directory; resolves to the file written. */
  async emitMetaDataToDir(dir: string): Promise<WrittenFile[]> {
    requireAbsolute(dir, 'emitMetaDataToDir');
    return (await this.#request('emitMetaDataToDir', { dir })).files;
  }

  /** Writes the content of the meta-data file to a writer of this process. */
  async emitMetaDataToWriter(writer: CoverageWriter): Promise<void> {
    requireWriter(writer, 'emitMetaDataToWriter');
    await writePieces(writer, await this.#requestBytes('emitMetaDataToWriter', {}), 'emitMetaDataToWriter');
  }

  /** Writes a snapshot of the counters, and the meta-data if lacking, to an absolute, existing directory. */
  async emitCounterDataToDir(dir: string, options: EmitOptions = {}): Promise<WrittenFile[]> {
    requireAbsolute(dir, 'emitCounterDataToDir');
    return (await this.#request('emitCounterDataToDir', { ...options, dir })).files;
  }

  /** Writes a snapshot of the counters to a writer of this process; the whole snapshot arrives before the first write. */
  async emitCounterDataToWriter(writer: CoverageWriter, options: EmitOptions = {}): Promise<void> {
    requireWriter(writer, 'emitCounterDataToWriter');
    const pieces = await this.#requestBytes('emitCounterDataToWriter', { ...options });
    await writePieces(writer, pieces, 'emitCounterDataToWriter');
  }

  /** Makes every later snapshot count from here. */
  async clearCoverageCounters(options: ClearOptions = {}): Promise<void> {
    await this.#request('clearCoverageCounters', { ...options });
  }

  /**
   * Gives `name` a baseline of its own, starting now; use it with the option `window`. It closes by itself when it has
   * not been used for `leaseMs` milliseconds (default: never). Rejects with ERR_WINDOW_EXISTS.
   */
  async openWindow(name: string, options: { leaseMs?: number } = {}): Promise<void> {
    await this.#request('openWindow', { ...options, name });
  }

  /** Forgets the window's baseline. Rejects with ERR_NO_WINDOW. */
  async closeWindow(name: string): Promise<void> {
    await this.#request('closeWindow', { name });
  }

  /** What `covd ps` shows of the process. */
  status(): Promise<ProcessStatus> {
    return this.#request('status', {});
  }

  /** Brings the files in the process's COVD_DIR up to date; resolves to those written: none where nothing changed. */
  async flush(): Promise<WrittenFile[]> {
    return (await this.#request('flush', {})).files;
  }

  /** Ends the connection; pending requests reject with ERR_CONNECTION_CLOSED. May be called again. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #request<M extends Method>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
    return (await this.#connection.request(method, params, this.#deadlineMs)).result as Methods[M]['result'];
  }

  async #requestBytes<M extends Method>(method: M, params: Methods[M]['params']): Promise<Uint8Array[]> {
    return (await this.#connection.request(method, params, this.#deadlineMs)).chunks;
  }
}

function requireAbsolute(dir: string, action: string): void {
  if (typeof dir !== 'string') throw new TypeError(`${action}: dir is ${typeof dir}, wanted the path of a directory`);
  if (isAbsolute(dir)) return;
  throw new CoverageError('ERR_BAD_REQUEST', `${action}: dir is ${JSON.stringify(dir)}, wanted an absolute path`);
}
