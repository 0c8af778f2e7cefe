// A writer that keeps what it is given.

/** Copies each chunk: whoever wrote it may use its buffer again. */
export class MemoryWriter {
  readonly #chunks: Uint8Array[] = [];

  write(chunk: Uint8Array): void {
    this.#chunks.push(chunk.slice());
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
