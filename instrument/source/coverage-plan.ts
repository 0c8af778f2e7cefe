// What is counted in one source, while the source is being walked: functions, their counters and their units, still in
// the order in which the walk meets them ("draft" indexes). module-map-builder.ts puts them into their final order.

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
  counterCount: number;
}

/** A stretch of code that one counter counts. */
export interface Block {
  counter: DraftCounter;
  /** The unit that statements here belong to; -1 after nested blocks: the next statement opens another unit of the same counter. */
  unit: DraftUnit;
}

export interface PlannedUnit {
  owner: PlannedFunction;
  counter: DraftCounter;
  /** 0-based offsets, end exclusive. */
  start: number;
  end: number;
  statements: number;
}

export class CoveragePlan {
  readonly functions: PlannedFunction[] = [];
  readonly units: PlannedUnit[] = [];
  /** By draft counter: the function that owns it, and its number within the function. */
  readonly counterOwners: PlannedFunction[] = [];
  readonly counterNumbers: number[] = [];

  addFunction(name: string, literal: boolean, start: number): PlannedFunction {
    const planned = { name, literal, start, index: this.functions.length, counterCount: 0 };
    this.functions.push(planned);
    return planned;
  }

  /** A new counter with its first unit. */
  addBlock(owner: PlannedFunction, start: number, end: number): Block {
    const counter = this.counterOwners.length;
    this.counterOwners.push(owner);
    this.counterNumbers.push(owner.counterCount++);
    return { counter, unit: this.#addUnit(owner, counter, start, end) };
  }

  /** The unit of a block at `start`, made anew if nested blocks came between. */
  unitOf(block: Block, owner: PlannedFunction, start: number, end: number): DraftUnit {
    if (block.unit < 0) block.unit = this.#addUnit(owner, block.counter, start, end);
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

  #addUnit(owner: PlannedFunction, counter: DraftCounter, start: number, end: number): DraftUnit {
    this.units.push({ owner, counter, start, end, statements: 0 });
    return this.units.length - 1;
  }
}
