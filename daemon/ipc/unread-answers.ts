// What clients have asked for and not read yet, over all of them. Daemon thread. One stalled client costs a snapshot;
// five hundred must not cost five hundred snapshots of the measured program's memory.

/** Bytes of snapshots that wait for their readers, pieces that several answers share counted once. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** Whoever is waiting to send an answer. */
export interface AnswerHolder {
  /** Ends the connection; the answer is released by that. */
  cutOff(): void;
}

/** Keeps the sum below `maxBytes`, or at one answer, by cutting off whose reader has taken nothing for longest. */
export class UnreadAnswers {
  readonly #maxBytes: number;
  /** Least recent progress first. */
  readonly #held = new Map<AnswerHolder, readonly Uint8Array[]>();
  /** How many answers hold a piece. */
  readonly #holders = new Map<Uint8Array, number>();
  #bytes = 0;

  constructor(maxBytes = MAX_UNREAD_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts the pieces of an answer until `release`; may cut off others. A holder has one answer at a time. */
  hold(holder: AnswerHolder, pieces: readonly Uint8Array[]): void {
    this.#held.set(holder, pieces);
    for (const piece of pieces) this.#count(piece, 1);
    for (const [oldest] of this.#held) {
      if (this.#bytes <= this.#maxBytes || oldest === holder) return;
      this.release(oldest);
      oldest.cutOff();
    }
  }

  /** The reader of this holder's answer has taken something. */
  progress(holder: AnswerHolder): void {
    const pieces = this.#held.get(holder);
    if (!pieces || !this.#held.delete(holder)) return;
    this.#held.set(holder, pieces);
  }

  /** The answer has been sent, or nobody will read it. May be called again. */
  release(holder: AnswerHolder): void {
    const pieces = this.#held.get(holder) ?? [];
    this.#held.delete(holder);
    for (const piece of pieces) this.#count(piece, -1);
  }

  #count(piece: Uint8Array, change: 1 | -1): void {
    const before = this.#holders.get(piece) ?? 0;
    const now = before + change;
    if (now === 0) this.#holders.delete(piece);
    else this.#holders.set(piece, now);
    if (before === 0) this.#bytes += piece.length;
    if (now === 0) this.#bytes -= piece.length;
  }
}
