// Where the walk stands in the control flow of one function: which block counts the present position, and what may have
// led away from it since.

import type { Block, PlannedFunction } from './coverage-plan.js';

/** No jump seen. */
export const NO_ESCAPE = Number.POSITIVE_INFINITY;
/** A jump out of the function, or a suspension that may never end: return, throw, yield, await. */
const FUNCTION_ESCAPE = -1;

interface JumpTarget {
  kind: 'loop' | 'switch' | 'label';
  label: string | undefined;
  broken: boolean;
}

export class Flow {
  /** Counts the present position; undefined behind a jump: whatever is counted next needs a counter of its own. */
  block: Block | undefined = undefined;
  /** True if something since the block's counter may have thrown. */
  dirty = false;
  /** Index in `targets` of the outermost statement that a jump seen so far ends or continues. */
  escape = NO_ESCAPE;
  readonly targets: JumpTarget[] = [];

  constructor(readonly owner: PlannedFunction) {}

  /** Control may leave the function here and never come back. */
  leaveFunction(): void {
    this.block = undefined;
    this.escape = FUNCTION_ESCAPE;
  }

  /** A `break` (`continues` false) or `continue` with or without a label. */
  jump(label: string | undefined, continues: boolean): void {
    const index = this.targets.findLastIndex((target) =>
      label === undefined ? target.kind === 'loop' || (target.kind === 'switch' && !continues) : target.label === label,
    );
    const target = this.targets[index];
    if (target && !continues) target.broken = true;
    this.block = undefined;
    this.escape = Math.min(this.escape, index);
  }

  /**
   * Walks parts that run any number of times. Behind them the block before them goes on, as a new unit, unless a jump
   * in them leads out of the whole.
   */
  around(walkParts: () => void, target?: { kind: JumpTarget['kind']; label?: string }): JumpTarget | undefined {
    const { block, escape: outerEscape, targets } = this;
    this.escape = NO_ESCAPE;
    const entered = target && { kind: target.kind, label: target.label, broken: false };
    if (entered) targets.push(entered);
    walkParts();
    if (entered) {
      targets.pop();
      if (this.escape >= targets.length) this.escape = NO_ESCAPE;
    }
    this.block = this.escape === NO_ESCAPE ? block : undefined;
    this.escape = Math.min(this.escape, outerEscape);
    this.dirty = true;
    return entered;
  }
}
