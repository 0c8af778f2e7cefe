// A directory that files are written into. Daemon thread. It is opened once: where the system offers it (Linux), every
// later step goes through the open descriptor, so nobody can put another directory or a link in its place in between.

import { constants } from 'node:fs';
import { CoverageError } from '../../instrument/coverage-error.js';
import { type FileSystem, nodeFileSystem } from './file-system.js';

/** An open directory; `close` it. The constructor throws the system's error if it is missing or no directory. */
export class OutputDirectory {
  /** As the caller named it. */
  readonly dir: string;
  readonly fs: FileSystem;
  readonly #fd: number | undefined;
  readonly #base: string;

  constructor(dir: string, fs: FileSystem = nodeFileSystem) {
    this.dir = dir;
    this.fs = fs;
    this.#fd = process.platform === 'linux' ? fs.openSync(dir, constants.O_RDONLY | constants.O_DIRECTORY) : undefined;
    const throughDescriptor = `/proc/self/fd/${this.#fd}`;
    this.#base = this.#fd !== undefined && fs.existsSync(throughDescriptor) ? throughDescriptor : dir;
    if (this.#fd === undefined && !fs.statSync(dir).isDirectory()) {
      throw new CoverageError('ENOTDIR', `open ${dir}: not a directory`);
    }
  }

  /** The path under which to reach `name` within the directory. */
  path(name: string): string {
    return `${this.#base}/${name}`;
  }

  close(): void {
    if (this.#fd === undefined) return;
    try {
      this.fs.closeSync(this.#fd);
    } catch {
      // Nothing was written through this descriptor, so nothing can be lost with it.
    }
  }
}
