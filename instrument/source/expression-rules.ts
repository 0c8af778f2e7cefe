// Expressions with arms (conditional, logical, defaults), those that suspend, and those that give names.

import { walkExpressionArm } from './block-walk.js';
import { loseHint } from './declaration-rules.js';
import { placeFunction, walkFunction } from './function-rules.js';
import { keyName, targetText, visitNamed } from './named-evaluation.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import type { RecordedBranch } from './skeleton-recorder.js';
import type { Walk } from './walk.js';

export const EXPRESSION_RULES: NodeRules = {
  ConditionalExpression: walkConditional,
  LogicalExpression: walkLogical,
  AssignmentPattern: walkDefault,
  AssignmentExpression: walkAssignment,
  Property: walkProperty,
  AwaitExpression(walk, node) {
    walk.visit(node.argument);
    walk.leaveFunction();
  },
  YieldExpression(walk, node) {
    if (node.argument) walk.visit(node.argument);
    walk.leaveFunction();
  },
  Identifier(walk, node) {
    if (node.name !== 'undefined') walk.flow.dirty = true;
  },
  MemberExpression(walk, node) {
    walk.visit(node.object);
    if (node.computed) walk.visit(node.property);
    walk.flow.dirty = true;
  },
  BinaryExpression(walk, node) {
    walk.visit(node.left);
    walk.visit(node.right);
    if (node.operator !== '===' && node.operator !== '!==') walk.flow.dirty = true;
  },
  UnaryExpression(walk, node) {
    walk.visit(node.argument);
    if (node.operator !== '!' && node.operator !== 'void') walk.flow.dirty = true;
  },
};

function walkConditional(walk: Walk, node: NodeOf<'ConditionalExpression'>): void {
  const branch = walk.newBranch('cond-expr', node);
  walk.visit(node.test);
  walk.aroundExpression(() => {
    walkArm(walk, node.consequent, node, branch);
    walkArm(walk, node.alternate, node, branch);
  });
}

/** Also `??`. Operands of nested logical expressions are arms of the outermost one, as in Istanbul. */
function walkLogical(walk: Walk, node: NodeOf<'LogicalExpression'>): void {
  const branch = walk.newBranch('binary-expr', node);
  walk.aroundExpression(() => walkOperands(walk, node, branch, true));
}

/** `leftmost`: the first operand of all, which is evaluated whenever the whole expression is. */
function walkOperands(
  walk: Walk,
  node: NodeOf<'LogicalExpression'>,
  branch: RecordedBranch | undefined,
  leftmost: boolean,
): void {
  const { left, right } = node;
  if (left.type === 'LogicalExpression') walkOperands(walk, left, branch, leftmost);
  else if (leftmost) walkFirstOperand(walk, left, branch);
  else walkArm(walk, left, node, branch);
  if (right.type === 'LogicalExpression' && walk.pragmas.hintAt(right.start, node.start) !== 'next')
    walkOperands(walk, right, branch, false);
  else walkArm(walk, right, node, branch);
}

/** The first operand needs no counter where the present block counts exactly this position. */
function walkFirstOperand(walk: Walk, operand: Node, branch: RecordedBranch | undefined): void {
  const unit = walk.probing && !walk.drifted ? walk.presentUnit(operand) : undefined;
  if (!branch || unit === undefined) {
    walkArm(walk, operand, undefined, branch);
    return;
  }
  branch.arms.push({ span: operand, unit });
  walk.visit(operand);
}

/** An arm that a pragma excludes is not in the skeleton; what it holds is counted unless it is excluded itself. */
function walkArm(walk: Walk, arm: Node, outer: Node | undefined, branch: RecordedBranch | undefined): void {
  if (branch && (!outer || walk.pragmas.hintAt(arm.start, outer.start) !== 'next')) {
    branch.arms.push({ span: arm, unit: walkExpressionArm(walk, arm) });
    return;
  }
  walk.loseBlock();
  walk.visit(arm);
}

function walkDefault(walk: Walk, node: NodeOf<'AssignmentPattern'>): void {
  const { left, right } = node;
  const branch = walk.newBranch('default-arg', node);
  walk.visit(left);
  const name = left.type === 'Identifier' ? left.name : undefined;
  loseHint(walk, right);
  walk.aroundExpression(() => {
    if (!branch) {
      visitNamed(walk, right, name);
      return;
    }
    branch.arms.push({ span: right, unit: walkExpressionArm(walk, right, name) });
  });
}

function walkAssignment(walk: Walk, node: NodeOf<'AssignmentExpression'>): void {
  walk.visit(node.left);
  const mayNotRun = node.operator === '||=' || node.operator === '&&=' || node.operator === '??=';
  const visitRight = (): void => visitNamed(walk, node.right, targetText(node.left));
  if (mayNotRun) {
    walk.aroundExpression(() => {
      walk.loseBlock();
      visitRight();
    });
  } else {
    visitRight();
  }
  walk.flow.dirty = true;
}

function walkProperty(walk: Walk, node: NodeOf<'Property'>): void {
  const { key, computed, kind, value } = node;
  const name = keyName(key, computed);
  if (value.type === 'FunctionExpression' && (node.method || kind !== 'init')) {
    const recorded = placeFunction(walk, value, node);
    walkKey(walk, node);
    walkFunction(walk, value, { node, name: kind === 'init' || !name ? name : `${kind} ${name}`, recorded });
  } else {
    walkKey(walk, node);
    visitNamed(walk, value, name);
  }
}

function walkKey(walk: Walk, { key, computed }: NodeOf<'Property'>): void {
  if (!computed) return;
  walk.visit(key);
  walk.flow.dirty = true;
}
