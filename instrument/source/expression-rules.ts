// Expressions with arms (conditional, logical, defaults), those that suspend, and those that give names. Runs wherever
// sources are instrumented.

import { type Arm, walkExpressionArm, walkUncounted, waysOfArms } from './block-walk.js';
import type { Block } from './coverage-plan.js';
import { loseHint } from './declaration-rules.js';
import { hideExportName } from './export-hints.js';
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
    walk.suspend();
  },
  YieldExpression(walk, node) {
    if (node.argument) walk.visit(node.argument);
    walk.suspend();
  },
  Identifier(walk, node) {
    if (walk.flow.exact && !walk.bindings.isReadable(node.name)) walk.flow.mayThrow();
  },
  ThisExpression(walk) {
    if (walk.thisMayThrow) walk.flow.mayThrow();
  },
  CallExpression(walk, node) {
    walk.visit(node.callee);
    hideExportName(walk, node);
    walk.visitAll(node.arguments);
    walk.flow.mayThrow();
  },
  MemberExpression(walk, node) {
    walk.visit(node.object);
    if (node.computed) walk.visit(node.property);
    walk.flow.mayThrow();
  },
  BinaryExpression(walk, node) {
    walk.visit(node.left);
    walk.visit(node.right);
    if (!isQuietComparison(node)) walk.flow.mayThrow();
  },
  UnaryExpression(walk, node) {
    walk.visit(node.argument);
    const { operator, argument } = node;
    const isQuiet = operator === '!' || operator === 'void' || operator === 'typeof' || isNumber(argument);
    if (!isQuiet) walk.flow.mayThrow();
  },
  TemplateLiteral(walk, node) {
    walk.visitAll(node.expressions);
    if (node.expressions.length > 0) walk.flow.mayThrow();
  },
};

function walkConditional(walk: Walk, node: NodeOf<'ConditionalExpression'>): void {
  const branch = walk.newBranch('cond-expr', node);
  walk.visit(node.test);
  const decided = walk.flow.exact;
  walk.aroundExpression(() => {
    const consequent = walkArm(walk, node.consequent, node, branch);
    return waysOfArms(walk, decided, [consequent, walkArm(walk, node.alternate, node, branch)]);
  });
}

/** Comparing may call `valueOf` of an object, but not to find out whether it is the same as something or null. */
function isQuietComparison({ operator, left, right }: NodeOf<'BinaryExpression'>): boolean {
  if (operator === '===' || operator === '!==') return true;
  return (operator === '==' || operator === '!=') && (isNull(left) || isNull(right));
}

function isNull(node: Node): boolean {
  return node.type === 'Literal' && node.raw === 'null';
}

function isNumber(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'number';
}

/** The operands of nested logical expressions, which are arms of the outermost one, as in Istanbul. */
interface Operands {
  branch: RecordedBranch | undefined;
  /** Counts the first of all, which is evaluated whenever the whole expression is. */
  first: Block | undefined;
  /** True as long as none of them may throw. */
  quiet: boolean;
}

/** Also `??`. */
function walkLogical(walk: Walk, node: NodeOf<'LogicalExpression'>): void {
  const operands: Operands = { branch: walk.newBranch('binary-expr', node), first: undefined, quiet: true };
  walk.aroundExpression(() => {
    walkOperands(walk, node, operands, true);
    const exact = operands.quiet ? operands.first : undefined;
    return { ends: [{ block: undefined, exact, ended: false }], complete: false };
  });
}

function walkOperands(walk: Walk, node: NodeOf<'LogicalExpression'>, operands: Operands, leftmost: boolean): void {
  const { left, right } = node;
  if (left.type === 'LogicalExpression' && !isHinted(walk, left, node)) walkOperands(walk, left, operands, leftmost);
  else if (leftmost) walkFirstOperand(walk, left, node, operands);
  else walkOperand(walk, left, node, operands);
  if (right.type === 'LogicalExpression' && !isHinted(walk, right, node)) walkOperands(walk, right, operands, false);
  else walkOperand(walk, right, node, operands);
}

function isHinted({ pragmas }: Walk, node: Node, outer: Node): boolean {
  return pragmas.hintAt(node.start, outer.start) === 'next';
}

/** The first operand needs no counter where a block counts exactly this position. */
function walkFirstOperand(walk: Walk, operand: Node, outer: Node, operands: Operands): void {
  const { exact } = walk.flow;
  if (!operands.branch || !exact || !walk.probing || isHinted(walk, operand, outer)) {
    operands.first = walkOperand(walk, operand, outer, operands).entry;
    return;
  }
  operands.first = exact;
  operands.branch.arms.push({ span: operand, unit: walk.unitAt(exact, operand) });
  walk.visit(operand);
  operands.quiet = walk.flow.exact === exact;
}

function walkOperand(walk: Walk, operand: Node, outer: Node, operands: Operands): Arm {
  const arm = walkArm(walk, operand, outer, operands.branch);
  if (!arm.entry || arm.end.exact !== arm.entry) operands.quiet = false;
  return arm;
}

/** An arm that a pragma excludes is not in the skeleton; what it holds is counted unless it is excluded itself. */
function walkArm(walk: Walk, node: Node, outer: Node, branch: RecordedBranch | undefined): Arm {
  if (!branch || isHinted(walk, node, outer)) return walkUncounted(walk, node);
  const arm = walkExpressionArm(walk, node);
  branch.arms.push({ span: node, unit: arm.unit });
  return arm;
}

function walkDefault(walk: Walk, node: NodeOf<'AssignmentPattern'>): void {
  const { left, right } = node;
  const branch = walk.newBranch('default-arg', node);
  walk.visit(left);
  const name = left.type === 'Identifier' ? left.name : undefined;
  loseHint(walk, right);
  walk.aroundExpression(() => {
    if (branch) branch.arms.push({ span: right, unit: walkExpressionArm(walk, right, name).unit });
    else visitNamed(walk, right, name);
    return undefined;
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
      return undefined;
    });
  } else {
    visitRight();
  }
  const isQuiet = node.operator === '=' && node.left.type === 'Identifier' && walk.bindings.isWritable(node.left.name);
  if (!isQuiet) walk.flow.mayThrow();
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
  walk.flow.mayThrow();
}
