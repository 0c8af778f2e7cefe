// The edits of one source: texts and probes put in at offsets, nothing removed. Kept as columns, because a large source
// has hundreds of thousands of them.

import MagicString from 'magic-string';

/** Index of a counter before the counters are put into the order of their functions. */
export type DraftCounter = number;

/**
 * Insertions in the order in which they were made. At one offset that order is kept, so a walk that opens on the way in
 * and closes on the way out nests rightly by itself.
 */
export class InsertionList {
  readonly #offsets: number[] = [];
  readonly #heads: string[] = [];
  readonly #counters: DraftCounter[] = [];
  readonly #tails: string[] = [];

  /** Number of insertions so far. */
  get length(): number {
    return this.#offsets.length;
  }

  /** Puts a semicolon before insertion `index` if it stands at `offset`. */
  guardAt(index: number, offset: number): void {
    if (this.#offsets[index] === offset) this.#heads[index] = `;${this.#heads[index]}`;
  }

  /** Puts in `head`, the probe of `counter`, `tail`. */
  addProbe(offset: number, head: string, counter: DraftCounter, tail: string): void {
    this.#offsets.push(offset);
    this.#heads.push(head);
    this.#counters.push(counter);
    this.#tails.push(tail);
  }

  addText(offset: number, text: string): void {
    this.addProbe(offset, text, -1, '');
  }

  /** The edited source, still knowing where its parts came from; `probeText` gives the expression that counts. */
  apply(source: string, probeText: (counter: DraftCounter) => string): MagicString {
    const edited = new MagicString(source);
    for (let i = 0; i < this.#offsets.length; i++) {
      const counter = this.#counters[i] as number;
      const probe = counter < 0 ? '' : probeText(counter);
      edited.appendLeft(this.#offsets[i] as number, `${this.#heads[i]}${probe}${this.#tails[i]}`);
    }
    return edited;
  }
}
