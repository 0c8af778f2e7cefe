// Lists of statements and the arms that open a block of their own: where their probes stand.

import type { DraftUnit } from './coverage-plan.js';
import { closeWrap, openWrap, visitNamed } from './named-evaluation.js';
import type { Node } from './parse-source.js';
import { NO_SLOT, type Walk } from './walk.js';

/** Walks a list of statements; `hoists` as in StatementSlot. */
export function walkStatements(walk: Walk, statements: readonly Node[], hoists: boolean): void {
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
export function walkStatementArm(walk: Walk, statement: Node): DraftUnit {
  if (!walk.probing) {
    walk.slot = NO_SLOT;
    walk.visit(statement);
    return -1;
  }
  const { counter, unit } = walk.openBlock(statement.start, statement.end);
  walk.slot = NO_SLOT;
  if (statement.type === 'BlockStatement') {
    walk.insertions.addProbe(statement.start + 1, '', counter, ';');
    walk.visit(statement);
  } else {
    walk.insertions.addProbe(statement.start, '{', counter, ';');
    walk.visit(statement);
    walk.insertions.addText(statement.end, '}');
  }
  return unit;
}

/** Walks an expression that may be evaluated or not in a block of its own; `name` is what it would name a function. */
export function walkExpressionArm(walk: Walk, expression: Node, name?: string): DraftUnit {
  if (!walk.probing) {
    walk.visit(expression);
    return -1;
  }
  const { counter, unit } = walk.openBlock(expression.start, expression.end);
  openWrap(walk, expression, counter, name);
  visitNamed(walk, expression, name);
  closeWrap(walk, expression, name);
  return unit;
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
