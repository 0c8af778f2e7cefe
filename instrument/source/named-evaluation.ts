// Functions and classes without a name take the one of the variable, property or field that they are assigned to. A
// probe in front must not come between: `f = (probe, () => {})` would leave it nameless, so it is written
// `f = (probe, {"f": () => {}}["f"])`, where the property gives the same name. Runs wherever sources are instrumented.

import type { DraftCounter } from './insertion-list.js';
import type { Node } from './parse-source.js';
import type { Walk } from './walk.js';

/** True for functions and classes that take their name from where they stand. */
export function isAnonymousFunction(node: Node): boolean {
  if (node.type === 'ArrowFunctionExpression') return true;
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && node.id === null;
}

/** Puts the probe in front of an expression; `closeWrap` with the same name must follow behind it. */
export function openWrap(walk: Walk, expression: Node, counter: DraftCounter, name?: string): void {
  const keepsName = name !== undefined && isAnonymousFunction(expression);
  const property = keepsName ? `{${propertyKey(name)}:` : '';
  walk.insertions.addProbe(expression.start, '(', counter, `,${property}`, `(${property}`);
}

export function closeWrap(walk: Walk, expression: Node, name?: string): void {
  const keepsName = name !== undefined && isAnonymousFunction(expression);
  walk.insertions.addText(expression.end, keepsName ? `}[${JSON.stringify(name)}])` : ')');
}

/** Visits an expression that a variable, property or field of that name is set to. */
export function visitNamed(walk: Walk, expression: Node, name: string | undefined): void {
  if (isAnonymousFunction(expression)) walk.inferredName = name;
  walk.visit(expression);
}

/** The text by which a reader knows an assignment's target: `a`, `a.b.c`, `this.x`; undefined for anything less plain. */
export function targetText(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  const object = targetText(node.object);
  const { property } = node;
  return object && `${object}.${property.type === 'PrivateIdentifier' ? '#' : ''}${property.name}`;
}

/** The name that a property key gives; undefined if only running the program tells. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type !== 'Literal' || key.value === null || typeof key.value === 'object') return undefined;
  return String(key.value);
}

/** `__proto__` as a plain key would set the prototype. */
function propertyKey(name: string): string {
  const text = JSON.stringify(name);
  return name === '__proto__' ? `[${text}]` : text;
}
