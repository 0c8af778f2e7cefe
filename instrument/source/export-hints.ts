// What an ES module can import by name from CommonJS, Node finds out by searching the text for what transpilers write. A
// probe in a getter or in a loop that re-exports hides it from Node 22 and later, which search what load hooks give, and
// from every Node in what `covd build` has written. So Node is told in statements that never run. Runs wherever sources
// are instrumented.

import { initSync, parse } from 'cjs-module-lexer';
import type { Node, NodeOf } from './parse-source.js';
import type { Walk } from './walk.js';

interface FoundExports {
  names: Set<string>;
  /** Specifiers of the modules that are re-exported. */
  modules: Set<string>;
}

/** Without such text in the source no probe can hide an export; the search itself takes as long as half the instrumenting. */
const HIDEABLE =
  /\bObject\s*\.\s*(?:defineProperty\s*\(\s*(?:module\s*\.\s*)?exports\b|keys\s*\(\s*[\w$]+\s*\)\s*\.\s*forEach\s*\(\s*function\b)/;

initSync();

/**
 * What to put behind the instrumented text `code` of the CommonJS module `source`, on a line of its own: the exports that
 * Node finds in the source but not in that text. Empty: it finds them all.
 */
export function exportHints(source: string, code: string): string {
  if (!HIDEABLE.test(source)) return '';
  const before = findExports(source);
  const after = findExports(code);
  const hints = [
    ...[...before.names].filter((name) => !after.names.has(name)).map((name) => `(exports[${JSON.stringify(name)}]=0)`),
    // Not in parentheses, where Node does not look for it; nor `module.exports=`, at which it forgets what it has found before.
    ...[...before.modules]
      .filter((specifier) => !after.modules.has(specifier))
      .map((specifier) => `__exportStar(require(${JSON.stringify(specifier)}))`),
  ];
  return hints.length === 0 ? '' : `\n${hints.map((hint) => `;0&&${hint}`).join('')};`;
}

function findExports(text: string): FoundExports {
  try {
    const { exports, reexports } = parse(text);
    return { names: new Set(exports), modules: new Set(reexports) };
  } catch {
    // Node finds nothing in it either.
    return { names: new Set(), modules: new Set() };
  }
}

/**
 * Puts the name in `Object.defineProperty(exports, 'name', { get: function () {…} })` in parentheses, so that Node does not
 * look at the getter: one that it does not know takes the name away, whatever else the text says.
 */
export function hideExportName(
  { insertions }: Walk,
  { callee, arguments: [target, name, descriptor] }: NodeOf<'CallExpression'>,
): void {
  if (name?.type !== 'Literal' || descriptor?.type !== 'ObjectExpression') return;
  if (!target || !isMember(callee, 'Object', 'defineProperty') || !isExports(target) || !isKnownGetter(descriptor))
    return;
  insertions.addText(name.start, '(');
  insertions.addText(name.end, ')');
}

function isExports(node: Node): boolean {
  return isNamed(node, 'exports') || isMember(node, 'module', 'exports');
}

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression' || node.computed) return false;
  return isNamed(node.object, object) && isNamed(node.property, property);
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** True for `{ enumerable: true, get: function () { return a.b; } }` and the like, which Node knows; others it leaves out. */
function isKnownGetter({ properties }: NodeOf<'ObjectExpression'>): boolean {
  const getter = properties.at(-1);
  const isFirst = properties.length === 1 || (properties.length === 2 && isEnumerable(properties[0] as Node));
  if (!isFirst || getter?.type !== 'Property' || !isNamed(getter.key, 'get')) return false;
  if (getter.value.type !== 'FunctionExpression' || !getter.value.body) return false;
  const [statement, ...others] = getter.value.body.body;
  if (statement?.type !== 'ReturnStatement' || !statement.argument || others.length > 0) return false;
  return isPlainAccess(statement.argument);
}

function isEnumerable(node: Node): boolean {
  return node.type === 'Property' && isNamed(node.key, 'enumerable') && isTrue(node.value);
}

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true;
}

function isPlainAccess(node: Node): boolean {
  if (node.type === 'Identifier') return true;
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false;
  return !node.computed || (node.property.type === 'Literal' && typeof node.property.value === 'string');
}
