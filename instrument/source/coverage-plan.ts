// What is counted in one source, while the source is being walked: functions, their counters and their units, still in
// the order in which the walk meets them ("draft" indexes). module-map-builder.ts puts them into their final order.
// Runs wherever sources are instrumented.

import type { DraftCounter } from './insertion-list.js';

/** Index of a unit in the order in which the walk made it. */
export type DraftUnit = number;

export interface PlannedFunction {
  name: string;
  literal: boolean;
  /** 0-based offset at which the function starts. */
  start: number;
  /** Position in the order of `addFunction`. */
  index: number;
}

/** A stretch of code that the sum of some counters counts. */
export interface Block {
  readonly counters: readonly DraftCounter[];
  /** The unit that statements here belong to; -1 after nested blocks: the next statement opens another unit of the same counters. */
  unit: DraftUnit;
}

/** A block with a counter of its own. */
export interface CountedBlock extends Block {
  readonly counter: DraftCounter;
}

export interface PlannedUnit {
  owner: PlannedFunction;
  counters: readonly DraftCounter[];
  /** 0-based offsets, end exclusive. */
  start: number;
  end: number;
  statements: number;
}

/** A sum of more counters than this would make the map larger than a further probe costs. */
const MAX_SUMMANDS = 16;

export class CoveragePlan {
  readonly functions: PlannedFunction[] = [];
  readonly units: PlannedUnit[] = [];
  /** By draft counter: the function that owns it. */
  readonly counterOwners: PlannedFunction[] = [];
  /** By draft counter without a probe: the counters whose sum it is. */
  readonly #sums = new Map<DraftCounter, readonly DraftCounter[]>();
  /** By draft counter in such a sum: in how many others that sum is again. */
  readonly #depths = new Map<DraftCounter, number>();

  addFunction(name: string, literal: boolean, start: number): PlannedFunction {
    const planned = { name, literal, start, index: this.functions.length };
    this.functions.push(planned);
    return planned;
  }

  /** A new counter with its first unit. */
  addBlock(owner: PlannedFunction, start: number, end: number): CountedBlock {
    const counter = this.counterOwners.push(owner) - 1;
    const counters = [counter];
    return { counter, counters, unit: this.#addUnit({ owner, counters, start, end, statements: 0 }) };
  }

  /** The unit of a block at `start`, made anew if nested blocks came between. */
  unitOf(block: Block, owner: PlannedFunction, start: number, end: number): DraftUnit {
    if (block.unit < 0) block.unit = this.#addUnit({ owner, counters: block.counters, start, end, statements: 0 });
    return block.unit;
  }

  /** Counts a statement into the block's unit, which then reaches at least to `end`. */
  addStatement(block: Block, owner: PlannedFunction, start: number, end: number): DraftUnit {
    const index = this.unitOf(block, owner, start, end);
    const unit = this.units[index] as PlannedUnit;
    unit.end = unit.statements === 0 ? end : Math.max(unit.end, end);
    unit.statements++;
    return index;
  }

  /** Lets `counter` be the sum of others, which take over its probe; false if it is one already or would be too long a sum. */
  derive(counter: DraftCounter, summands: readonly DraftCounter[]): boolean {
    const depth = (this.#depths.get(counter) ?? 0) + 1;
    if (this.#sums.has(counter) || depth > MAX_SUMMANDS) return false;
    this.#sums.set(counter, summands);
    for (const summand of summands) this.#depths.set(summand, depth);
    return true;
  }

  isDerived(counter: DraftCounter): boolean {
    return this.#sums.has(counter);
  }

  /** The counters with probes that make up a sum. */
  probed(counters: readonly DraftCounter[]): readonly DraftCounter[] {
    if (!counters.some((counter) => this.#sums.has(counter))) return counters;
    return counters.flatMap((counter) => {
      const sum = this.#sums.get(counter);
      return sum ? this.probed(sum) : counter;
    });
  }

  #addUnit(unit: PlannedUnit): DraftUnit {
    return this.units.push(unit) - 1;
  }
}

/** The block that counts what all the given ones count together; undefined if one is, or if they are too many. */
export function joinBlocks(blocks: readonly (Block | undefined)[]): Block | undefined {
  const [first] = blocks;
  if (blocks.length === 1) return first;
  const counters: DraftCounter[] = [];
  for (const block of blocks) {
    if (!block) return undefined;
    counters.push(...block.counters);
  }
  return counters.length > MAX_SUMMANDS ? undefined : { counters, unit: -1 };
}
