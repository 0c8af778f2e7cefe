// Loops: the body is a block of its own; heads are walked without one where they run more than once. Runs wherever
// sources are instrumented.

import { walkDisposing, walkStatementArm } from './block-walk.js';
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
  const { init } = node;
  walk.bindings.inScope(() => {
    if (init?.type !== 'VariableDeclaration') {
      if (init) walk.visit(init);
      walkForLoop(walk, node);
      return;
    }
    walk.bindings.declareStatements([init]);
    walkDisposing(walk, [init], () => {
      walkHeadDeclaration(walk, init);
      walk.bindings.initialise(init);
      walkForLoop(walk, node);
    });
  });
}

function walkForLoop(walk: Walk, { test, update, body }: NodeOf<'ForStatement'>): void {
  walkLoop(walk, test, () => {
    walkRepeated(walk, test);
    walkRepeated(walk, update);
    walkStatementArm(walk, body);
  });
}

function walkForEach(walk: Walk, node: NodeOf<'ForInStatement' | 'ForOfStatement'>): void {
  beginStatement(walk, node, node.body.start);
  const { position } = walk.flow;
  walk.bindings.inScope(() => {
    walk.loseBlock();
    if (node.left.type === 'VariableDeclaration') {
      walk.bindings.declareStatements([node.left]);
      walkHeadDeclaration(walk, node.left);
    } else walk.visit(node.left);
    walk.flow.moveTo(position);
    walk.visit(node.right);
    if (node.left.type === 'VariableDeclaration') walk.bindings.initialise(node.left);
    walk.aroundStatement(() => walkEach(walk, node.body), { kind: 'loop' });
  });
  const suspends = node.type === 'ForOfStatement' && node.await;
  if (suspends || (node.left.type === 'VariableDeclaration' && node.left.kind === 'await using')) walk.suspend();
}

/** Walks what the head of a loop declares, unless a pragma excludes it. */
function walkHeadDeclaration(walk: Walk, declaration: NodeOf<'VariableDeclaration'>): void {
  const { ignoring } = walk;
  if (walk.pragmas.hintAt(declaration.start, -1) === 'next') walk.ignoring = true;
  walkDeclarators(walk, declaration, NO_SLOT);
  walk.ignoring = ignoring;
}

/** Leaving the body by a jump ends the iterator, which runs code of its own. */
function walkEach(walk: Walk, body: Node): undefined {
  walk.flow.behindBarrier(() => walkStatementArm(walk, body));
}

/** Walks the repeated parts of a loop; only `break` leads behind one without an end. */
function walkLoop(walk: Walk, test: Node | null, walkParts: () => void): void {
  const endless = test === null || (test.type === 'Literal' && Boolean(test.value));
  walk.aroundStatement(
    () => {
      walkParts();
      return endless ? { ends: [], complete: false } : undefined;
    },
    { kind: 'loop' },
  );
}

function walkRepeated(walk: Walk, expression: Node | null): void {
  if (!expression) return;
  walk.loseBlock();
  walk.visit(expression);
}
