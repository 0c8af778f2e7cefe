// The edits of one source: texts and probes put in at offsets, nothing removed. Kept as columns, because a large source
// has hundreds of thousands of them. Runs wherever sources are instrumented.

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
  /** By counter: the insertion that holds its probe, and what is left of it without the probe. */
  readonly #probes: number[] = [];
  readonly #remains: (string | undefined)[] = [];

  /** Number of insertions so far. */
  get length(): number {
    return this.#offsets.length;
  }

  /** Puts a semicolon before insertion `index` if it stands at `offset`. */
  guardAt(index: number, offset: number): void {
    if (this.#offsets[index] === offset) this.#heads[index] = `;${this.#heads[index]}`;
  }

  /** Ends a statement or field that ends at `offset` without a semicolon, if the last insertion stands there. */
  endAt(offset: number): void {
    if (this.#offsets.at(-1) === offset) this.addText(offset, ';');
  }

  /** Puts in `head`, the probe of `counter`, `tail`; `remains` is what to put in should the probe be removed. */
  addProbe(offset: number, head: string, counter: DraftCounter, tail: string, remains: string = head): void {
    this.#probes[counter] = this.#add(offset, head, counter, tail);
    this.#remains[counter] = remains;
  }

  addText(offset: number, text: string): void {
    this.#add(offset, text, -1, '');
  }

  /** Takes out the probe of `counter`, but not what was put in with it. */
  removeProbe(counter: DraftCounter): void {
    const index = this.#probes[counter] as number;
    this.#heads[index] = this.#remains[counter] as string;
    this.#counters[index] = -1;
    this.#tails[index] = '';
  }

  #add(offset: number, head: string, counter: DraftCounter, tail: string): number {
    this.#heads.push(head);
    this.#counters.push(counter);
    this.#tails.push(tail);
    return this.#offsets.push(offset) - 1;
  }

  /** The edited source; `probeText` gives the expression that counts. */
  apply(source: string, probeText: (counter: DraftCounter) => string): string {
    // Joined by hand: with a chunk for each edit, magic-string took as long as the whole walk.
    const pieces: string[] = [];
    let done = 0;
    for (const i of this.#inOrder()) {
      const offset = this.#offsets[i] as number;
      const counter = this.#counters[i] as number;
      if (offset > done) pieces.push(source.slice(done, offset));
      pieces.push(this.#heads[i] as string);
      if (counter >= 0) pieces.push(probeText(counter), this.#tails[i] as string);
      done = offset;
    }
    pieces.push(source.slice(done));
    return pieces.join('');
  }

  /** The edited source, still knowing where its parts came from; `probeText` gives the expression that counts. */
  edit(source: string, probeText: (counter: DraftCounter) => string): MagicString {
    const edited = new MagicString(source);
    for (let i = 0; i < this.#offsets.length; i++) {
      const counter = this.#counters[i] as number;
      const probe = counter < 0 ? '' : probeText(counter);
      edited.appendLeft(this.#offsets[i] as number, `${this.#heads[i]}${probe}${this.#tails[i]}`);
    }
    return edited;
  }

  /** Insertion numbers by offset; the sort is stable and, as the walk goes with the source, finds next to nothing to do. */
  #inOrder(): number[] {
    const offsets = this.#offsets;
    const order = Array.from(offsets.keys());
    return order.sort((a, b) => (offsets[a] as number) - (offsets[b] as number));
  }
}
