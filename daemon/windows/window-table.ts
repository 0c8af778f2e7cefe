// The default window and the named ones. Daemon thread only.

import { CoverageError } from '../../instrument/coverage-error.js';
import type { WindowStatus } from '../ipc/protocol.js';
import { CoverageWindow } from './coverage-window.js';

/** Named windows that may be open at once; bounds what forgotten ones can cost. */
export const MAX_WINDOWS = 64;

interface NamedWindow {
  window: CoverageWindow;
  openedAt: number;
  leaseMs: number | undefined;
  expiresAt: number | undefined;
}

/** Windows by name; times are Unix milliseconds. */
export class WindowTable {
  /** The window of requests that name none, and of the files in COVD_DIR. Never closes. */
  readonly main = new CoverageWindow();
  readonly #named = new Map<string, NamedWindow>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * A new window without baselines; the caller clears it. With `leaseMs` it closes by itself that many milliseconds
   * after its last use. ERR_WINDOW_EXISTS for a name in use, ERR_BAD_REQUEST when MAX_WINDOWS are open.
   */
  open(name: string, leaseMs?: number): CoverageWindow {
    this.closeExpired();
    if (this.#named.has(name)) {
      throw new CoverageError('ERR_WINDOW_EXISTS', `open window: found one open as '${name}', wanted a new name`);
    }
    if (this.#named.size >= MAX_WINDOWS) {
      throw new CoverageError(
        'ERR_BAD_REQUEST',
        `open window '${name}': found ${this.#named.size} open windows, wanted fewer than ${MAX_WINDOWS}`,
      );
    }
    const window = new CoverageWindow();
    this.#named.set(name, { window, openedAt: this.#now(), leaseMs, expiresAt: this.#expiry(leaseMs) });
    return window;
  }

  /** The open window of that name, its lease renewed; the default one for undefined. ERR_NO_WINDOW where none is open. */
  use(name: string | undefined): CoverageWindow {
    if (name === undefined) return this.main;
    this.closeExpired();
    const found = this.#named.get(name);
    if (!found) throw new CoverageError('ERR_NO_WINDOW', `use window '${name}': found none open by that name`);
    found.expiresAt = this.#expiry(found.leaseMs);
    return found.window;
  }

  /** ERR_NO_WINDOW where none is open by that name. */
  close(name: string): void {
    this.closeExpired();
    if (this.#remove(name)) return;
    throw new CoverageError('ERR_NO_WINDOW', `close window '${name}': found none open by that name`);
  }

  /** Closes the windows whose lease has run out, so that their baselines can be freed. */
  closeExpired(): void {
    const now = this.#now();
    for (const [name, { expiresAt }] of this.#named) {
      if (expiresAt !== undefined && expiresAt <= now) this.#remove(name);
    }
  }

  status(): WindowStatus[] {
    this.closeExpired();
    return Array.from(this.#named, ([name, { openedAt, expiresAt }]) => ({ name, openedAt, expiresAt }));
  }

  #remove(name: string): boolean {
    this.#named.get(name)?.window.close();
    return this.#named.delete(name);
  }

  #expiry(leaseMs: number | undefined): number | undefined {
    return leaseMs === undefined ? undefined : this.#now() + leaseMs;
  }
}
