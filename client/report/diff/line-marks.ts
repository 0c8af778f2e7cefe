// Who covered each line of a file or function. Runs in the CLI process.

/** Which of the two sides, A and B, ran something. */
export const SIDES = ['onlyA', 'onlyB', 'both', 'neither'] as const;
export type Side = (typeof SIDES)[number];

/** 1-based lines on which a statement starts, ascending. */
export type LinesBySide = Record<Side, number[]>;

/** Bit 1: A ran it; bit 2: B did. */
export type SideBits = number;

const SIDE_OF_BITS: readonly Side[] = ['neither', 'onlyA', 'onlyB', 'both'];

/** The side that the bits mean. */
export function sideOf(bits: SideBits): Side {
  return SIDE_OF_BITS[bits] ?? 'neither';
}

/** Lines with the bits of all statements that start on them. */
export class LineMarks {
  readonly #bits = new Map<number, SideBits>();

  get isEmpty(): boolean {
    return this.#bits.size === 0;
  }

  add(line: number, bits: SideBits): void {
    this.#bits.set(line, (this.#bits.get(line) ?? 0) | bits);
  }

  bySide(): LinesBySide {
    const lines: LinesBySide = { onlyA: [], onlyB: [], both: [], neither: [] };
    for (const [line, bits] of [...this.#bits].sort(([a], [b]) => a - b)) lines[sideOf(bits)].push(line);
    return lines;
  }
}
