// The one pass over the syntax tree: keeps what every rule needs (the present flow, the plan, the edits, Istanbul's
// skeleton, the pragmas) and leads each node to its rule. Runs wherever sources are instrumented.

import type { Granularity } from '../coverage-options.js';
import { Bindings } from './bindings.js';
import type { Block, CountedBlock, CoveragePlan, DraftUnit, PlannedFunction } from './coverage-plan.js';
import { Flow, type Ways } from './flow.js';
import type { InsertionList } from './insertion-list.js';
import type { Node } from './parse-source.js';
import type { Pragmas } from './pragmas.js';
import type { RecordedBranch, SkeletonRecorder } from './skeleton-recorder.js';

export interface WalkInput {
  source: string;
  granularity: Granularity;
  plan: CoveragePlan;
  insertions: InsertionList;
  skeleton: SkeletonRecorder;
  pragmas: Pragmas;
  visitNode: (walk: Walk, node: Node) => void;
}

/** Where a list statement's probe may stand. */
export interface StatementSlot {
  /** 0-based offset; -1 where no statement can be put in. */
  at: number;
  /** `;` where the statement before would otherwise swallow the probe. */
  guard: string;
  /** True where the statement before may end without a semicolon: a parenthesis put in front of this one would call it. */
  mayContinue: boolean;
  /** True directly in a program or a block: there Istanbul counts a declared function where its declaration starts. */
  hoists: boolean;
}

/** What counts the constructions of a class: its instance fields share the block, whichever methods stand between. */
export interface Construction {
  block: CountedBlock | undefined;
  /** The field that carries the block's probe; undefined: the first one. */
  carrier: Node | undefined;
}

export const NO_SLOT: StatementSlot = { at: -1, guard: '', mayContinue: false, hoists: false };

export class Walk {
  readonly source: string;
  readonly plan: CoveragePlan;
  readonly insertions: InsertionList;
  readonly skeleton: SkeletonRecorder;
  readonly pragmas: Pragmas;
  readonly perFunction: boolean;
  readonly perStatement: boolean;
  readonly bindings: Bindings;
  flow: Flow;
  /** Within a derived constructor, where `this` is not there before `super()`. */
  thisMayThrow = false;
  /** Within code that a pragma excludes: nothing is counted. */
  ignoring = false;
  /** Set by a list for the statement that it is about to visit. */
  slot: StatementSlot = NO_SLOT;
  /** Name that the next function or class infers from where it stands; taken by its rule. */
  inferredName: string | undefined = undefined;
  /** The branch that the next switch case is an arm of; taken by its rule. */
  switchBranch: RecordedBranch | undefined = undefined;
  /** The block at the start of the declaration whose declarator comes next, where Istanbul counts functions there. */
  hoistedBlock: Block | undefined = undefined;
  construction: Construction = { block: undefined, carrier: undefined };
  /** True in a class that extends another. */
  hasSuperClass = false;
  /** Name of the class that is being walked. */
  className = '';
  /** Start of the node that is being visited: a pragma belongs to the outermost node behind it. */
  outerStart = -1;
  readonly #visitNode: (walk: Walk, node: Node) => void;

  constructor(input: WalkInput, module: PlannedFunction) {
    this.source = input.source;
    this.plan = input.plan;
    this.insertions = input.insertions;
    this.skeleton = input.skeleton;
    this.pragmas = input.pragmas;
    this.perFunction = input.granularity === 'perfunc';
    this.perStatement = input.granularity === 'perstmt';
    // One counter a function needs no sums, and so no names.
    this.bindings = new Bindings(!this.perFunction);
    this.#visitNode = input.visitNode;
    this.flow = new Flow(module);
  }

  visit(node: Node): void {
    this.#visitNode(this, node);
  }

  visitAll(nodes: readonly (Node | null)[]): void {
    for (const node of nodes) if (node) this.#visitNode(this, node);
  }

  /** Visits what a pragma excludes. */
  visitIgnored(node: Node): void {
    const { ignoring } = this;
    this.ignoring = true;
    this.#visitNode(this, node);
    this.ignoring = ignoring;
  }

  /** False where no probe below the function's own may stand. */
  get probing(): boolean {
    return !this.ignoring && !this.perFunction;
  }

  /** Enters a new block, whose counter the caller puts in. */
  openBlock(start: number, end: number): CountedBlock {
    const block = this.plan.addBlock(this.flow.owner, start, end);
    this.flow.moveTo({ block, exact: block, ended: false });
    return block;
  }

  /** Lets a known block count what comes next; false if none does. */
  useBlock(): boolean {
    const { flow } = this;
    flow.block = this.perStatement ? flow.exact : (flow.block ?? flow.exact);
    return flow.block !== undefined;
  }

  /** Makes sure that a block counts the statement in the present slot, with a probe before it where one is needed. */
  ensureBlock({ at, guard }: StatementSlot, end: number): void {
    if (!this.probing || at < 0) return;
    if (this.useBlock()) return;
    const { counter } = this.openBlock(at, end);
    this.insertions.addProbe(at, guard, counter, ';');
  }

  /** Gives a statement its place in Istanbul's order; -1 if a pragma excludes it. */
  placeStatement(node: Node): number {
    if (this.ignoring || this.pragmas.excludes(node.start)) return -1;
    return this.skeleton.addStatement(node.start, node.end);
  }

  /** Counts a placed statement in the present block; `headEnd` is where its nested blocks begin. */
  countStatement(statement: number, node: Node, headEnd = node.end, block = this.flow.block): void {
    if (!block || statement < 0) return;
    this.skeleton.countStatement(statement, this.plan.addStatement(block, this.flow.owner, node.start, headEnd));
  }

  /** The unit of a block that counts the present position, for an arm that spans `node`. */
  unitAt(block: Block, node: Node): DraftUnit {
    return this.plan.unitOf(block, this.flow.owner, node.start, node.end);
  }

  /** Walks parts of a statement that run any number of times; statements behind them form a further unit. */
  aroundStatement(...args: Parameters<Flow['around']>): void {
    if (this.perFunction) {
      const { block } = this.flow;
      this.flow.around(...args);
      this.flow.block = block;
      return;
    }
    this.flow.around(...args);
    if (this.flow.block) this.flow.block.unit = -1;
    if (this.flow.exact) this.flow.exact.unit = -1;
  }

  /** Walks parts of an expression that may be evaluated or not. */
  aroundExpression(walkParts: () => Ways | undefined): void {
    const { block } = this.flow;
    this.flow.around(walkParts);
    if (this.perFunction) this.flow.block = block;
  }

  /** The branch in which the arms of `node` are recorded; undefined where arms are not counted. */
  newBranch(type: string, node: Node): RecordedBranch | undefined {
    if (!this.probing) return undefined;
    if (this.pragmas.excludes(node.start)) return { type, span: node, arms: [] };
    return this.skeleton.addBranch(type, node);
  }

  /** What comes next runs more or less often than the present block: it needs counters of its own. */
  loseBlock(): void {
    if (!this.perFunction) this.flow.lose();
  }

  /** Behind a jump out of the function: nothing that follows shares the present block. */
  leaveFunction(): void {
    const { block } = this.flow;
    this.flow.leaveFunction();
    if (this.perFunction) this.flow.block = block;
  }

  /** Behind a suspension, from which control may not come back. */
  suspend(): void {
    const { block } = this.flow;
    this.flow.suspend();
    if (this.perFunction) this.flow.block = block;
  }
}
