// Loops: the body is a block of its own; heads are walked without one where they run more than once.

import { walkStatementArm } from './block-walk.js';
import { walkDeclarators } from './declaration-rules.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import { beginStatement } from './statement-rules.js';
import { NO_SLOT, type Walk } from './walk.js';

export const LOOP_RULES: NodeRules = {
  ForStatement: walkFor,
  ForInStatement: walkForEach,
  ForOfStatement: walkForEach,
  WhileStatement(walk, node) {
    beginStatement(walk, node, node.body.start);
    walkLoop(walk, node.test, () => {
      walkRepeated(walk, node.test);
      walkStatementArm(walk, node.body);
    });
  },
  DoWhileStatement(walk, node) {
    beginStatement(walk, node, node.body.start);
    walkLoop(walk, node.test, () => {
      walkStatementArm(walk, node.body);
      walkRepeated(walk, node.test);
    });
  },
};

function walkFor(walk: Walk, node: NodeOf<'ForStatement'>): void {
  beginStatement(walk, node, node.body.start);
  if (node.init?.type === 'VariableDeclaration') walkDeclarators(walk, node.init, NO_SLOT);
  else if (node.init) walk.visit(node.init);
  walkLoop(walk, node.test, () => {
    walkRepeated(walk, node.test);
    walkRepeated(walk, node.update);
    walkStatementArm(walk, node.body);
  });
}

function walkForEach(walk: Walk, node: NodeOf<'ForInStatement' | 'ForOfStatement'>): void {
  beginStatement(walk, node, node.body.start);
  const { block, dirty } = walk.flow;
  walk.loseBlock();
  if (node.left.type === 'VariableDeclaration') walkDeclarators(walk, node.left, NO_SLOT);
  else walk.visit(node.left);
  walk.flow.block = block;
  walk.flow.dirty = dirty;
  walk.visit(node.right);
  walk.aroundStatement(() => walkStatementArm(walk, node.body), { kind: 'loop' });
  const suspends = node.type === 'ForOfStatement' && node.await;
  if (suspends || (node.left.type === 'VariableDeclaration' && node.left.kind === 'await using')) walk.leaveFunction();
}

/** Walks the repeated parts of a loop; nothing behind a loop that only a throw can end shares the block before it. */
function walkLoop(walk: Walk, test: Node | null, walkParts: () => void): void {
  const target = walk.aroundStatement(walkParts, { kind: 'loop' });
  const endless = test === null || (test.type === 'Literal' && Boolean(test.value));
  if (endless && !target?.broken) walk.leaveFunction();
}

function walkRepeated(walk: Walk, expression: Node | null): void {
  if (!expression) return;
  walk.loseBlock();
  walk.visit(expression);
}
