// A bound on what reading one file may cost. Go's format allows functions and packages to share bytes, so a damaged
// file of a megabyte could describe billions of units. Runs wherever files are read.

import { badFile } from './byte-reader.js';

/** Counts work units down; an honest file needs less than one per two bytes, so four per byte leaves room for sharing. */
export class WorkLimit {
  #left: number;
  readonly #path: string;

  constructor(bytes: number, path: string) {
    this.#left = 4 * bytes + 4096;
    this.#path = path;
  }

  /** Throws ERR_BAD_FILE, naming `offset`, once the file has described more than its size can honestly hold. */
  spend(work: number, offset: number): void {
    this.#left -= work;
    if (this.#left < 0) throw badFile(this.#path, offset, 'more functions and units than the file has room for');
  }
}
