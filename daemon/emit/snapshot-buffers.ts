// The memory that snapshots are encoded into, used again and again. Daemon thread only. Fresh memory for each snapshot
// would have V8 collect garbage after every dozen of them, for ten milliseconds and more.

/** Buffers kept for the next snapshots while nobody uses them. */
const MAX_SPARE = 2;

/** A buffer that grows. Whoever got it by `take` or called `retain` calls `release` once, and does not touch it after that. */
export class SnapshotBuffer {
  /** Only the first `length` bytes are written; another array after `reserve`. */
  bytes = new Uint8Array(0);
  length = 0;
  /** How many use it; SnapshotBuffers counts. */
  users = 0;

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(wanted, Math.ceil(this.bytes.length * 1.5)));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Appends bytes `start` to `end - 1` of another buffer. */
  append(other: SnapshotBuffer, start: number, end: number): void {
    this.reserve(end - start);
    this.bytes.set(other.bytes.subarray(start, end), this.length);
    this.length += end - start;
  }
}

/** Hands out buffers that nobody uses. One that is never released is garbage, never taken twice. */
export class SnapshotBuffers {
  readonly #spare: SnapshotBuffer[] = [];

  /** An empty buffer. */
  take(): SnapshotBuffer {
    const buffer = this.#spare.pop() ?? new SnapshotBuffer();
    buffer.length = 0;
    buffer.users = 1;
    return buffer;
  }

  /** One user more. */
  retain(buffer: SnapshotBuffer): void {
    buffer.users++;
  }

  /** One user less; without any, the buffer is taken again. */
  release(buffer: SnapshotBuffer): void {
    buffer.users--;
    if (buffer.users === 0 && this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
  }
}
