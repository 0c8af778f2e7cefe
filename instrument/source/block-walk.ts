// Lists of statements and the arms that open a block of their own: where their probes stand. Runs wherever sources are
// instrumented.

import type { Block, CountedBlock, DraftUnit } from './coverage-plan.js';
import type { Position, Ways } from './flow.js';
import { closeWrap, openWrap, visitNamed } from './named-evaluation.js';
import type { Node } from './parse-source.js';
import { NO_SLOT, type Walk } from './walk.js';

/** What walking one of several arms gave. */
export interface Arm {
  /** Counts the arm; undefined if it is not counted. */
  entry: CountedBlock | undefined;
  /** The unit of `entry`; -1 without. */
  unit: DraftUnit;
  /** Behind the arm. */
  end: Position;
}

/** Walks a list of statements, a scope of its own; `hoists` as in StatementSlot. */
export function walkStatements(walk: Walk, statements: readonly Node[], hoists: boolean): void {
  walk.bindings.inScope(() => {
    walk.bindings.declareStatements(statements);
    walkDisposing(walk, statements, () => walkList(walk, statements, hoists));
  });
}

/** What `using` declares is disposed of where control leaves the list, in whichever way. */
export function walkDisposing(walk: Walk, statements: readonly Node[], walkAll: () => void): void {
  const disposes = (node: Node): boolean => node.type === 'VariableDeclaration' && node.kind.endsWith('using');
  if (!statements.some(disposes)) {
    walkAll();
    return;
  }
  walk.flow.behindBarrier(walkAll);
  walk.flow.mayThrow();
  if (statements.some((node) => node.type === 'VariableDeclaration' && node.kind === 'await using')) walk.suspend();
}

function walkList(walk: Walk, statements: readonly Node[], hoists: boolean): void {
  let previous: Node | undefined;
  for (const statement of statements) {
    const mayContinue = previous !== undefined && walk.source[previous.end - 1] !== ';';
    walk.slot = { at: startOf(statement), guard: isBareLet(walk, previous) ? ';' : '', mayContinue, hoists };
    walk.visit(statement);
    // `f = () => {}` ends at a line that starts with a parenthesis or bracket, `f = (probe, () => {})` does not.
    if (walk.source[statement.end - 1] !== ';') walk.insertions.endAt(statement.end);
    previous = statement;
  }
}

/** Walks a statement that may run or not in a block of its own; the result is the unit of that block. */
export function walkStatementArm(walk: Walk, statement: Node): Arm {
  walk.slot = NO_SLOT;
  if (!walk.probing) return walkUncounted(walk, statement);
  const entry = walk.openBlock(statement.start, statement.end);
  const { counter, unit } = entry;
  if (statement.type === 'BlockStatement') {
    walk.insertions.addProbe(statement.start + 1, '', counter, ';');
    walk.visit(statement);
  } else {
    walk.insertions.addProbe(statement.start, '{', counter, ';');
    walk.visit(statement);
    walk.insertions.addText(statement.end, '}');
  }
  return { entry, unit, end: walk.flow.position };
}

/** Walks an arm without a counter. */
export function walkUncounted(walk: Walk, arm: Node): Arm {
  walk.loseBlock();
  walk.visit(arm);
  return { entry: undefined, unit: -1, end: walk.flow.position };
}

/**
 * The ways behind arms of which exactly one is taken wherever the present position is reached. If `decided` counts just
 * that, it needs no probe: it is the sum of the arms.
 */
export function waysOfArms(walk: Walk, decided: Block | undefined, arms: readonly Arm[]): Ways {
  if (decided) leaveCountToArms(walk, decided, arms);
  return {
    ends: arms.map(({ end }) => end),
    complete: arms.every(({ entry, end }) => entry !== undefined && end.exact === entry),
  };
}

function leaveCountToArms({ plan, insertions }: Walk, { counters }: Block, arms: readonly Arm[]): void {
  const [counter] = counters;
  if (counter === undefined || counters.length > 1) return;
  const entries = arms.flatMap(({ entry }) => entry?.counter ?? []);
  if (entries.length === arms.length && plan.derive(counter, entries)) insertions.removeProbe(counter);
}

/** Walks an expression that may be evaluated or not in a block of its own; `name` is what it would name a function. */
export function walkExpressionArm(walk: Walk, expression: Node, name?: string): Arm {
  if (!walk.probing) return walkUncounted(walk, expression);
  const entry = walk.openBlock(expression.start, expression.end);
  const { unit } = entry;
  openWrap(walk, expression, entry.counter, name);
  visitNamed(walk, expression, name);
  closeWrap(walk, expression, name);
  return { entry, unit, end: walk.flow.position };
}

/** Where a statement or class element starts, its decorators included. */
export function startOf(node: Node): number {
  const declaration =
    (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') && node.declaration
      ? node.declaration
      : node;
  const decorators = 'decorators' in declaration ? declaration.decorators : undefined;
  return Math.min(node.start, decorators?.[0]?.start ?? node.start);
}

/** `let` as the name of a variable, without a semicolon: an identifier on the next line would be declared by it. */
function isBareLet(walk: Walk, node: Node | undefined): boolean {
  return node?.type === 'ExpressionStatement' && walk.source.slice(node.end - 3, node.end) === 'let';
}
