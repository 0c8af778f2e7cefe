// Variable declarations: Istanbul counts each initialiser as a statement. Runs wherever sources are instrumented.

import { closeWrap, isAnonymousFunction, openWrap, visitNamed } from './named-evaluation.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import type { StatementSlot, Walk } from './walk.js';

type Declaration = NodeOf<'VariableDeclaration'>;

export const DECLARATION_RULES: NodeRules = {
  VariableDeclaration(walk, node) {
    walkDeclarators(walk, node, walk.slot);
    walk.bindings.initialise(node);
  },
  VariableDeclarator: walkDeclarator,
};

/** Walks a declaration whose probe may stand in `slot`. */
export function walkDeclarators(walk: Walk, node: Declaration, slot: StatementSlot): void {
  if (node.declare) return;
  if (node.declarations.some(({ init }) => init)) walk.ensureBlock(slot, node.end);
  const { block } = walk.flow;
  for (const declarator of node.declarations) {
    walk.hoistedBlock = slot.hoists ? block : undefined;
    walk.visit(declarator);
  }
}

function walkDeclarator(walk: Walk, node: NodeOf<'VariableDeclarator'>): void {
  const { id, init } = node;
  const hoistedBlock = walk.hoistedBlock;
  if (!init) {
    walkPattern(walk, id);
    return;
  }
  const name = id.type === 'Identifier' ? id.name : undefined;
  if (hoistedBlock && isFunctionOrClass(init)) {
    walk.countStatement(walk.placeStatement(init), init, init.end, hoistedBlock);
    walkPattern(walk, id);
    visitNamed(walk, init, name);
  } else {
    const statement = walk.placeStatement(init);
    walkPattern(walk, id);
    walkCountedValue(walk, init, { name, statement });
    if (id.type !== 'Identifier') leavePattern(walk);
  }
}

export interface CountedValue {
  /** What it would name a function. */
  name: string | undefined;
  /** As placed in Istanbul's order. */
  statement: number;
}

/** Walks an expression that Istanbul counts as a statement where it stands. */
export function walkCountedValue(walk: Walk, value: Node, { name, statement }: CountedValue): void {
  const wraps = walk.probing && !walk.useBlock();
  const counter = wraps ? walk.openBlock(value.start, value.end).counter : -1;
  walk.countStatement(statement, value);
  if (wraps) openWrap(walk, value, counter, name);
  loseHint(walk, value);
  visitNamed(walk, value, name);
  if (wraps) closeWrap(walk, value, name);
}

/** Where Istanbul puts a counter in front of a value, the comment before it stays with the counter and has no effect. */
export function loseHint(walk: Walk, value: Node): void {
  walk.outerStart = value.start;
}

/** A pattern runs behind the value that it takes apart, but Istanbul's keys come first. */
function walkPattern(walk: Walk, pattern: Node): void {
  if (pattern.type === 'Identifier') return;
  const { position } = walk.flow;
  walk.loseBlock();
  walk.visit(pattern);
  walk.flow.moveTo(position);
}

/** Taking a value apart may throw, and a default in the pattern may suspend. */
function leavePattern(walk: Walk): void {
  walk.flow.mayThrow();
  if (walk.flow.escape < 0) walk.loseBlock();
}

function isFunctionOrClass(node: Node): boolean {
  return isAnonymousFunction(node) || node.type === 'FunctionExpression' || node.type === 'ClassExpression';
}
