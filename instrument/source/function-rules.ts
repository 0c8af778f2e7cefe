// Functions: each has a flow of its own, and its counter stands at the start of its body, behind the parameters. Runs
// wherever sources are instrumented.

import { walkStatements } from './block-walk.js';
import { Flow } from './flow.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import type { RecordedFunction } from './skeleton-recorder.js';
import type { Walk } from './walk.js';

export type FunctionNode = NodeOf<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>;

export const FUNCTION_RULES: NodeRules = {
  FunctionDeclaration: (walk, node) =>
    walk.bindings.inHoisted(() => walkFunction(walk, node, { node, recorded: placeFunction(walk, node, node) })),
  FunctionExpression: (walk, node) => walkFunction(walk, node, { node, recorded: placeFunction(walk, node, node) }),
  ArrowFunctionExpression: (walk, node) =>
    walkFunction(walk, node, { node, recorded: placeFunction(walk, node, node) }),
};

export interface FunctionPlace {
  /** The node that starts where the function does for a reader: the function itself, its method or property. */
  node: Node;
  /** The name for a reader, where the function has none of its own. */
  name?: string | undefined;
  /** Its place in Istanbul's order; undefined: it has none. */
  recorded: RecordedFunction | undefined;
  /** A constructor of a class that extends another. */
  isDerivedConstructor?: boolean;
}

/** Walks a function's parameters and body. */
export function walkFunction(walk: Walk, node: FunctionNode, place: FunctionPlace): void {
  const inferred = place.name ?? walk.inferredName;
  walk.inferredName = undefined;
  const { body } = node;
  if (walk.ignoring || !body) return;
  const name = (node.type !== 'ArrowFunctionExpression' && node.id?.name) || inferred;
  const owner = walk.plan.addFunction(name ?? '', name === undefined, place.node.start);
  const { flow, thisMayThrow } = walk;
  walk.flow = new Flow(owner);
  if (node.type !== 'ArrowFunctionExpression') walk.thisMayThrow = place.isDerivedConstructor ?? false;
  const entry = walk.openBlock(body.start, body.end);
  if (place.recorded) place.recorded.unit = entry.unit;
  walk.bindings.inScope(() => {
    walkParameters(walk, node);
    walk.flow.moveTo({ block: entry, exact: entry, ended: false });
    if (body.type === 'BlockStatement') walkBody(walk, body, entry.counter);
    else walkArrowBody(walk, body, entry.counter);
  });
  walk.flow = flow;
  walk.thisMayThrow = thisMayThrow;
}

function walkParameters(walk: Walk, { type, id, params }: FunctionNode): void {
  const { bindings } = walk;
  if (type === 'FunctionExpression' && id) bindings.declareConstant(id.name);
  const isPlain = params.every((parameter) => parameter.type === 'Identifier');
  if (!isPlain) for (const parameter of params) bindings.declareLater(parameter);
  walk.loseBlock();
  walk.visitAll(params);
  for (const parameter of params) bindings.declareVariables(parameter);
}

/** Gives a function its place in Istanbul's order; `start` is the node that starts where Istanbul has it start. */
export function placeFunction(walk: Walk, node: FunctionNode, start: Node): RecordedFunction | undefined {
  if (walk.ignoring || !node.body || walk.pragmas.excludes(start.start)) return undefined;
  const id = node.type === 'ArrowFunctionExpression' ? null : node.id;
  const declaration = id ?? { start: start.start, end: start.start + 1 };
  return walk.skeleton.addFunction(id?.name, declaration, node.body);
}

function walkArrowBody(walk: Walk, body: Node, counter: number): void {
  walk.countStatement(walk.placeStatement(body), body);
  walk.insertions.addProbe(body.start, '(', counter, ',');
  walk.visit(body);
  walk.insertions.addText(body.end, ')');
}

function walkBody(walk: Walk, body: NodeOf<'BlockStatement'>, counter: number): void {
  insertEntryProbe(walk, body.body, body.start + 1, counter);
  walk.outerStart = body.start;
  const { ignoring } = walk;
  if (walk.pragmas.hintAt(body.start, -1) === 'next') walk.ignoring = true;
  walkStatements(walk, body.body, true);
  walk.ignoring = ignoring;
}

/** Puts a probe at the start of a body, behind its directives. */
function insertEntryProbe(walk: Walk, body: readonly Node[], start: number, counter: number): void {
  const directives = body.findIndex((node) => !isDirective(node));
  const last = body[(directives < 0 ? body.length : directives) - 1];
  const unended = last !== undefined && walk.source[last.end - 1] !== ';';
  walk.insertions.addProbe(last?.end ?? start, unended ? ';' : '', counter, ';');
}

export function isDirective(node: Node): boolean {
  return node.type === 'ExpressionStatement' && 'directive' in node && typeof node.directive === 'string';
}
