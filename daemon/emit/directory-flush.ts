// Keeps the files in COVD_DIR up to date while the program runs, so that SIGKILL takes at most one flush interval, and
// gives them their final names at its end. Daemon thread.
//
//   while running    covmeta.<tag>    covcounters.<tag>.<pid>.<ns>     tag: random, this process's own
//   at the end       covmeta.<hash>   covcounters.<hash>.<pid>.<ns>    hash: Go's, of the modules loaded
//
// Each step is a rename or the removal of a file that is no longer needed, in an order that leaves, wherever the process
// is killed, exactly one counter file and a meta-data file that fits it: meta-data before the counters that need it
// (packages are only ever appended, so older counters fit newer meta-data too); at the end the hash's meta-data, then
// the counter file moves over to it, then its last content replaces it, then the tag's meta-data goes.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { counterFileName, metaFileName } from '../files/coverage-file-name.js';
import type { WrittenFile } from '../ipc/protocol.js';
import type { CounterFileSnapshot } from './counter-file.js';
import { inDirectory } from './emit-to-directory.js';
import { type FileSystem, nodeFileSystem } from './file-system.js';
import type { MetaFile } from './meta-file.js';
import { ensureMeta } from './meta-publication.js';
import type { OutputDirectory } from './output-directory.js';
import { publishFile } from './publish-file.js';

/** Where the content of the files comes from. */
export interface FlushSource {
  /** Number of modules so far; the meta-data is written again when it has grown. */
  moduleCount(): number;
  /** Equal marks mean equal counter files. */
  mark(): string;
  /** Meta-data of all modules so far, under `tag` or under its own hash. */
  meta(tag?: string): MetaFile;
  /** The counter file with `hash` in its header, to be released. */
  counters(hash: string): CounterFileSnapshot;
}

/** The files of one process in one directory. */
export class DirectoryFlush {
  readonly #dir: string;
  readonly #source: FlushSource;
  readonly #fs: FileSystem;
  readonly #tag = randomBytes(16).toString('hex');
  readonly #pid: number;
  readonly #nanotime: () => bigint;
  readonly #counterName: string;
  /** Set once the counter file has its last name; from then on only `finish` writes. */
  #finalName: string | undefined;
  #writtenModules = 0;
  #writtenMark = '';

  constructor(dir: string, source: FlushSource, options: { pid: number; nanotime: () => bigint; fs?: FileSystem }) {
    this.#dir = dir;
    this.#source = source;
    this.#fs = options.fs ?? nodeFileSystem;
    this.#pid = options.pid;
    this.#nanotime = options.nanotime;
    this.#counterName = counterFileName(this.#tag, options.pid, options.nanotime());
  }

  /**
   * Writes what has changed since the last flush that succeeded; returns the files written, none where nothing has.
   * Throws CoverageError as `emitToDirectory`; the next flush tries again.
   */
  flush(): WrittenFile[] {
    if (this.#finalName !== undefined || this.#source.moduleCount() === 0) return [];
    if (this.#source.mark() === this.#writtenMark) return [];
    return this.#inDirectory((directory) => this.#flushInto(directory));
  }

  /**
   * Writes the last content and gives the files their final names. Throws as `flush`; the last content then stands, if
   * it can be written at all, under the names that it had while the program ran.
   */
  finish(): WrittenFile[] {
    if (this.#source.moduleCount() === 0) return [];
    try {
      return this.#inDirectory((directory) => this.#finishIn(directory));
    } catch (error) {
      if (this.#finalName === undefined) this.flush();
      throw error;
    }
  }

  #inDirectory(work: (directory: OutputDirectory) => WrittenFile[]): WrittenFile[] {
    return inDirectory(this.#dir, { action: 'write coverage', fs: this.#fs }, work);
  }

  #flushInto(directory: OutputDirectory): WrittenFile[] {
    const mark = this.#source.mark();
    const modules = this.#source.moduleCount();
    const written: WrittenFile[] = [];
    const metaName = metaFileName(this.#tag);
    // It is gone when somebody emptied the directory or made it anew.
    if (modules > this.#writtenModules || !this.#fs.existsSync(directory.path(metaName))) {
      written.push(this.#publish(directory, metaName, this.#source.meta(this.#tag).pieces));
    }
    written.push(this.#publishCounters(directory, this.#counterName, this.#tag));
    this.#writtenModules = modules;
    this.#writtenMark = mark;
    return written;
  }

  #finishIn(directory: OutputDirectory): WrittenFile[] {
    const meta = this.#source.meta();
    const written = ensureMeta(directory, meta);
    const name = this.#finalName ?? this.#freeName(directory, meta.hash);
    this.#moveIfThere(directory, this.#counterName, name);
    this.#finalName = name;
    try {
      written.push(this.#publishCounters(directory, name, meta.hash));
    } finally {
      this.#removeIfThere(directory, metaFileName(this.#tag));
    }
    return written;
  }

  #freeName(directory: OutputDirectory, hash: string): string {
    for (;;) {
      const name = counterFileName(hash, this.#pid, this.#nanotime());
      if (!this.#fs.existsSync(directory.path(name))) return name;
    }
  }

  #publishCounters(directory: OutputDirectory, name: string, hash: string): WrittenFile {
    const { pieces, release } = this.#source.counters(hash);
    try {
      return this.#publish(directory, name, pieces);
    } finally {
      release();
    }
  }

  #publish(directory: OutputDirectory, name: string, pieces: readonly Uint8Array[]): WrittenFile {
    return { path: join(this.#dir, name), bytes: publishFile(directory, { name, pieces }, 'replace') };
  }

  #moveIfThere(directory: OutputDirectory, from: string, to: string): void {
    ignoreMissing(() => this.#fs.renameSync(directory.path(from), directory.path(to)));
  }

  #removeIfThere(directory: OutputDirectory, name: string): void {
    ignoreMissing(() => this.#fs.unlinkSync(directory.path(name)));
  }
}

function ignoreMissing(step: () => void): void {
  try {
    step();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
