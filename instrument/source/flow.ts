// Where the walk stands in the control flow of one function: which block counts the present position, and what may have
// led away from it since. Runs wherever sources are instrumented.

import { type Block, joinBlocks, type PlannedFunction } from './coverage-plan.js';

/** No jump seen. */
const NO_ESCAPE = Number.POSITIVE_INFINITY;
/** A jump out of the function, or a suspension that may never end: return, throw, yield, await. */
const FUNCTION_ESCAPE = -1;

/** A point of the program text, and what is known of how often control comes there. */
export interface Position {
  /** Counts what stands here, but for what threw since; undefined: nothing does yet. */
  readonly block: Block | undefined;
  /** Counts exactly how often control comes here, whatever throws. */
  readonly exact: Block | undefined;
  /** Control never comes here: behind a jump. */
  readonly ended: boolean;
}

/** How control comes to the point behind a statement or expression of several parts. */
export interface Ways {
  /** Where control leaves the parts for the point behind them, but for `break`. */
  ends: readonly Position[];
  /** True if all that enters the parts leaves them so. */
  complete: boolean;
}

interface JumpTarget {
  /** `barrier`: no target, but something that runs when a jump leads across, and may throw, suspend or jump itself. */
  kind: 'loop' | 'switch' | 'label' | 'barrier';
  label: string | undefined;
  breaks: Position[];
}

/** Nothing is known. */
const UNKNOWN: Position = { block: undefined, exact: undefined, ended: false };
const NOWHERE: Position = { block: undefined, exact: undefined, ended: true };

export class Flow implements Position {
  block: Block | undefined = undefined;
  exact: Block | undefined = undefined;
  ended = false;
  /** Index in `targets` of the outermost statement that a jump seen so far ends or continues. */
  escape = NO_ESCAPE;
  readonly targets: JumpTarget[] = [];

  constructor(readonly owner: PlannedFunction) {}

  get position(): Position {
    return { block: this.block, exact: this.exact, ended: this.ended };
  }

  moveTo({ block, exact, ended }: Position): void {
    this.block = block;
    this.exact = exact;
    this.ended = ended;
  }

  /** What comes next runs more or less often than the present block. */
  lose(): void {
    this.moveTo(UNKNOWN);
  }

  /** Evaluating what was just walked may throw. */
  mayThrow(): void {
    this.exact = undefined;
  }

  /** Control leaves the function here. */
  leaveFunction(): void {
    this.moveTo(NOWHERE);
    this.escape = FUNCTION_ESCAPE;
  }

  /** Control leaves the function here and may never come back. */
  suspend(): void {
    this.moveTo(UNKNOWN);
    this.escape = FUNCTION_ESCAPE;
  }

  /** A `break` (`continues` false) or `continue` with or without a label. */
  jump(label: string | undefined, continues: boolean): void {
    const { targets } = this;
    const index = targets.findLastIndex((target) =>
      label === undefined ? target.kind === 'loop' || (target.kind === 'switch' && !continues) : target.label === label,
    );
    const crosses = targets.findLastIndex(({ kind }) => kind === 'barrier') > index;
    if (!continues) targets[index]?.breaks.push(crosses ? UNKNOWN : this.position);
    this.moveTo(NOWHERE);
    this.escape = Math.min(this.escape, index);
  }

  /** Walks what jumps cannot leave without running something else. */
  behindBarrier(walkParts: () => void): void {
    this.targets.push({ kind: 'barrier', label: undefined, breaks: [] });
    walkParts();
    this.targets.pop();
  }

  /**
   * Walks parts that run any number of times; `walkParts` says how control leaves them, if that is known. Behind them the
   * block before them goes on or, if a jump in them leads out of the whole, the sum of the blocks that come there.
   */
  around(walkParts: () => Ways | undefined, target?: { kind: JumpTarget['kind']; label?: string }): void {
    const { block, exact, escape: outerEscape, targets } = this;
    this.escape = NO_ESCAPE;
    const entered = target && { kind: target.kind, label: target.label, breaks: [] };
    if (entered) targets.push(entered);
    const ways = walkParts();
    if (entered) {
      targets.pop();
      if (this.escape >= targets.length) this.escape = NO_ESCAPE;
    }
    const behind = ways ? join([...ways.ends, ...(entered?.breaks ?? [])]) : UNKNOWN;
    if (behind.ended && this.escape === NO_ESCAPE) this.escape = FUNCTION_ESCAPE;
    this.moveTo({
      block: this.escape === NO_ESCAPE ? block : behind.block,
      exact: ways?.complete && exact ? exact : behind.exact,
      ended: behind.ended,
    });
    this.escape = Math.min(this.escape, outerEscape);
  }
}

/** The point to which control comes from all the given ones. */
function join(positions: readonly Position[]): Position {
  const open = positions.filter(({ ended }) => !ended);
  if (open.length === 0) return NOWHERE;
  const exact = joinBlocks(open.map((position) => position.exact));
  return { block: exact ?? joinBlocks(open.map((position) => position.block)), exact, ended: false };
}
