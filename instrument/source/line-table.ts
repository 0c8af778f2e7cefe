// Offsets of a source -> lines and columns, as both Go (1-based columns) and Istanbul (0-based columns) need them. Runs
// wherever sources are instrumented.

/** The line starts of one source. Offsets and columns are 0-based UTF-16 code units, lines are 1-based. */
export class LineTable {
  readonly #starts: Int32Array;
  /** Index of the line that was found last: look-ups mostly stay near it. */
  #last = 0;

  constructor(source: string) {
    const starts = [0];
    // V8's regular expressions are native from the first character; a loop over code units is slow until it is optimised.
    const lineEnd = /\r\n?|[\n\u2028\u2029]/g;
    while (lineEnd.test(source)) starts.push(lineEnd.lastIndex);
    this.#starts = Int32Array.from(starts);
  }

  /** The 1-based line that holds the offset. */
  lineAt(offset: number): number {
    const starts = this.#starts;
    const { length } = starts;
    let low = 0;
    let high = length - 1;
    const last = this.#last;
    if (this.#startOf(last) <= offset) {
      if (last + 1 === length || this.#startOf(last + 1) > offset) return last + 1;
      low = last + 1;
    } else {
      high = last - 1;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low + 1;
  }

  /** The 0-based column of the offset within `line` (1-based). */
  columnAt(offset: number, line: number): number {
    return offset - this.#startOf(line - 1);
  }

  #startOf(index: number): number {
    return this.#starts[index] as number;
  }
}
