// A writer that counts its writes and refuses one of them.

/** Fails at write `failAt` (0-based) and at every later one. */
export class FailingWriter {
  readonly failure = new Error('manufactured write error');
  /** Writes begun, the failing one included. */
  writes = 0;
  readonly #failAt: number;

  constructor(failAt: number) {
    this.#failAt = failAt;
  }

  async write(): Promise<void> {
    if (this.writes++ >= this.#failAt) throw this.failure;
  }
}
