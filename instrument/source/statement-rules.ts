// Statements but for loops: each is recorded where Istanbul has a statement counter, and opens blocks for its arms.

import { walkStatementArm, walkStatements } from './block-walk.js';
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
    },
    { kind: 'label', label: node.label.name },
  );
}

function walkIf(walk: Walk, node: NodeOf<'IfStatement'>): void {
  beginStatement(walk, node, node.consequent.start);
  const hint = walk.pragmas.hintAt(node.start, -1);
  const branch = walk.newBranch('if', node);
  walk.visit(node.test);
  walk.aroundStatement(() => {
    if (hint === 'if') walk.visitIgnored(node.consequent);
    else walkConsequent(walk, node, branch);
    if (hint !== 'else') walkAlternate(walk, node, branch);
    else if (node.alternate) walk.visitIgnored(node.alternate);
  });
}

function walkConsequent(walk: Walk, node: NodeOf<'IfStatement'>, branch: RecordedBranch | undefined): void {
  const unit = walkStatementArm(walk, node.consequent);
  branch?.arms.push({ span: node, unit });
}

function walkAlternate(walk: Walk, node: NodeOf<'IfStatement'>, branch: RecordedBranch | undefined): void {
  const { alternate } = node;
  if (alternate) {
    const unit = walkStatementArm(walk, alternate);
    branch?.arms.push({ span: alternate, unit });
  } else if (branch) {
    const { counter, unit } = walk.openBlock(node.end, node.end);
    walk.insertions.addProbe(node.end, 'else{', counter, '}');
    branch.arms.push({ span: undefined, unit });
  }
}

function walkSwitch(walk: Walk, node: NodeOf<'SwitchStatement'>): void {
  const branch = walk.newBranch('switch', node);
  beginStatement(walk, node, node.cases[0]?.start ?? node.end);
  walk.visit(node.discriminant);
  walk.aroundStatement(
    () => {
      for (const switchCase of node.cases) {
        walk.switchBranch = branch;
        walk.visit(switchCase);
      }
    },
    { kind: 'switch' },
  );
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
  }
  walkStatements(walk, statements, false);
}

function walkTry(walk: Walk, node: NodeOf<'TryStatement'>): void {
  beginStatement(walk, node, node.block.start);
  walk.aroundStatement(() => {
    walk.visit(node.block);
    if (node.handler) {
      walk.loseBlock();
      if (node.handler.param) walk.visit(node.handler.param);
      walkStatementArm(walk, node.handler.body);
    }
    if (node.finalizer) walkStatementArm(walk, node.finalizer);
  });
}

function walkWith(walk: Walk, node: NodeOf<'WithStatement'>): void {
  beginStatement(walk, node, node.body.start);
  walk.visit(node.object);
  walk.aroundStatement(() => walkStatementArm(walk, node.body));
}
