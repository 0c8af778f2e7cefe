// Statements but for loops: each is recorded where Istanbul has a statement counter, and opens blocks for its arms.
// Runs wherever sources are instrumented.

import { type Arm, walkStatementArm, walkStatements, waysOfArms } from './block-walk.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import type { RecordedBranch } from './skeleton-recorder.js';
import { NO_SLOT, type Walk } from './walk.js';

export const STATEMENT_RULES: NodeRules = {
  BlockStatement(walk, node) {
    walkStatements(walk, node.body, true);
  },
  TSModuleBlock(walk, node) {
    walkStatements(walk, node.body, false);
  },
  TSModuleDeclaration(walk, node) {
    if (!node.declare && node.body) walk.visit(node.body);
  },
  ExpressionStatement(walk, node) {
    if ('directive' in node && node.directive) return;
    const { mayContinue } = walk.slot;
    beginStatement(walk, node);
    const first = walk.insertions.length;
    walk.visit(node.expression);
    if (mayContinue) walk.insertions.guardAt(first, node.start);
  },
  DebuggerStatement: (walk, node) => beginStatement(walk, node),
  ReturnStatement(walk, node) {
    beginStatement(walk, node);
    if (node.argument) walk.visit(node.argument);
    walk.leaveFunction();
  },
  ThrowStatement(walk, node) {
    beginStatement(walk, node);
    walk.visit(node.argument);
    walk.leaveFunction();
  },
  BreakStatement: (walk, node) => walkJump(walk, node, false),
  ContinueStatement: (walk, node) => walkJump(walk, node, true),
  LabeledStatement: walkLabeled,
  IfStatement: walkIf,
  SwitchStatement: walkSwitch,
  SwitchCase: walkSwitchCase,
  TryStatement: walkTry,
  WithStatement: walkWith,
};

/** Makes sure that the statement is counted, and records it; `headEnd` is where its nested blocks begin. */
export function beginStatement(walk: Walk, node: Node, headEnd = node.end): void {
  walk.ensureBlock(walk.slot, headEnd);
  walk.countStatement(walk.placeStatement(node), node, headEnd);
}

function walkJump(walk: Walk, node: NodeOf<'BreakStatement' | 'ContinueStatement'>, continues: boolean): void {
  beginStatement(walk, node);
  const { block } = walk.flow;
  walk.flow.jump(node.label?.name, continues);
  if (walk.perFunction) walk.flow.block = block;
}

function walkLabeled(walk: Walk, node: NodeOf<'LabeledStatement'>): void {
  beginStatement(walk, node, node.body.start);
  walk.aroundStatement(
    () => {
      walk.slot = NO_SLOT;
      walk.visit(node.body);
      return { ends: [walk.flow.position], complete: false };
    },
    { kind: 'label', label: node.label.name },
  );
}

function walkIf(walk: Walk, node: NodeOf<'IfStatement'>): void {
  const { at } = walk.slot;
  beginStatement(walk, node, node.consequent.start);
  const hint = walk.pragmas.hintAt(node.start, -1);
  const branch = walk.newBranch('if', node);
  walk.visit(node.test);
  const decided = walk.flow.exact;
  walk.aroundStatement(() => {
    const consequent = hint === 'if' ? walkIgnored(walk, node.consequent) : walkConsequent(walk, node, branch);
    const { ended } = walk.flow;
    if (hint === 'else') walk.loseBlock();
    const alternate =
      hint === 'else' ? walkIgnored(walk, node.alternate) : walkAlternate(walk, node, branch, ended && at >= 0);
    return waysOfArms(walk, decided, [consequent, alternate]);
  });
}

/** Walks an arm that a pragma excludes. */
function walkIgnored(walk: Walk, arm: Node | null): Arm {
  walk.loseBlock();
  if (arm) walk.visitIgnored(arm);
  return { entry: undefined, unit: -1, end: walk.flow.position };
}

function walkConsequent(walk: Walk, node: NodeOf<'IfStatement'>, branch: RecordedBranch | undefined): Arm {
  const arm = walkStatementArm(walk, node.consequent);
  branch?.arms.push({ span: node, unit: arm.unit });
  return arm;
}

/** `alone`: control comes behind the statement only where its test fails. */
function walkAlternate(
  walk: Walk,
  node: NodeOf<'IfStatement'>,
  branch: RecordedBranch | undefined,
  alone: boolean,
): Arm {
  const { alternate } = node;
  if (alternate) {
    const arm = walkStatementArm(walk, alternate);
    branch?.arms.push({ span: alternate, unit: arm.unit });
    return arm;
  }
  walk.loseBlock();
  if (!branch) return { entry: undefined, unit: -1, end: walk.flow.position };
  const entry = walk.openBlock(node.end, node.end);
  if (alone) walk.insertions.addProbe(node.end, '', entry.counter, ';');
  else walk.insertions.addProbe(node.end, 'else{', entry.counter, '}', '');
  branch.arms.push({ span: undefined, unit: entry.unit });
  return { entry, unit: entry.unit, end: walk.flow.position };
}

function walkSwitch(walk: Walk, node: NodeOf<'SwitchStatement'>): void {
  const branch = walk.newBranch('switch', node);
  beginStatement(walk, node, node.cases[0]?.start ?? node.end);
  walk.visit(node.discriminant);
  walk.aroundStatement(
    () => {
      walkCases(walk, node, branch);
      if (node.cases.every(({ test }) => test)) return undefined;
      return { ends: [walk.flow.position], complete: false };
    },
    { kind: 'switch' },
  );
}

function walkCases(walk: Walk, { cases }: NodeOf<'SwitchStatement'>, branch: RecordedBranch | undefined): void {
  walk.bindings.inScope(() => {
    // Control may enter behind a declaration: each is known only within its own case.
    for (const { consequent } of cases) walk.bindings.declareStatements(consequent);
    for (const switchCase of cases) {
      walk.switchBranch = branch;
      walk.visit(switchCase);
    }
  });
}

function walkSwitchCase(walk: Walk, node: NodeOf<'SwitchCase'>): void {
  const { switchBranch } = walk;
  const statements = node.consequent;
  if (node.test) {
    walk.loseBlock();
    walk.visit(node.test);
  }
  if (walk.probing) {
    const at = statements[0]?.start ?? node.end;
    const { counter, unit } = walk.openBlock(at, node.end);
    walk.insertions.addProbe(at, '', counter, ';');
    switchBranch?.arms.push({ span: node, unit });
  } else {
    walk.loseBlock();
  }
  walkStatements(walk, statements, false);
}

function walkTry(walk: Walk, node: NodeOf<'TryStatement'>): void {
  beginStatement(walk, node, node.block.start);
  walk.aroundStatement(() => {
    let ended = false;
    walk.flow.behindBarrier(() => {
      walk.visit(node.block);
      ended = walk.flow.ended;
      if (node.handler) ended = walkHandler(walk, node.handler) && ended;
      if (node.finalizer) walkStatementArm(walk, node.finalizer);
    });
    return ended ? { ends: [], complete: false } : undefined;
  });
}

/** True if control never leaves the handler for what stands behind it. */
function walkHandler(walk: Walk, { param, body }: NodeOf<'CatchClause'>): boolean {
  walk.bindings.inScope(() => {
    walk.loseBlock();
    if (param) {
      walk.bindings.declareLater(param);
      walk.visit(param);
      walk.bindings.declareVariables(param);
    }
    walkStatementArm(walk, body);
  });
  return walk.flow.ended;
}

function walkWith(walk: Walk, node: NodeOf<'WithStatement'>): void {
  beginStatement(walk, node, node.body.start);
  walk.visit(node.object);
  walk.aroundStatement(() => {
    walk.bindings.inWith(() => walkStatementArm(walk, node.body));
    return undefined;
  });
}
