// Which rule walks which node. Nodes without a rule of their own are walked child by child; types and declarations
// without code are not walked at all. Runs wherever sources are instrumented.

import { CLASS_RULES } from './class-rules.js';
import { DECLARATION_RULES } from './declaration-rules.js';
import { EXPRESSION_RULES } from './expression-rules.js';
import { FUNCTION_RULES } from './function-rules.js';
import { LOOP_RULES } from './loop-rules.js';
import { CHILD_KEYS, type Node, type NodeOf } from './parse-source.js';
import { STATEMENT_RULES } from './statement-rules.js';
import type { Walk } from './walk.js';

/** Rules by node type. */
export type NodeRules = { [T in Node['type']]?: (walk: Walk, node: NodeOf<T>) => void };

interface Rule {
  walk: ((walk: Walk, node: Node) => void) | undefined;
  keys: readonly string[];
  /** Evaluating the node cannot throw beyond what its children may. */
  quiet: boolean;
  /** istanbul-lib-instrument looks for `ignore next` in front of it. */
  hintable: (node: Node) => boolean;
}

/** Walks one node by its rule. */
export function visitNode(walk: Walk, node: Node): void {
  const rule = RULES.get(node.type);
  if (!rule) return;
  if (walk.pragmas.isEmpty) {
    applyRule(walk, node, rule);
    return;
  }
  const { outerStart, ignoring } = walk;
  if (rule.hintable(node) && isExcluded(walk, node)) walk.ignoring = true;
  walk.outerStart = node.start;
  applyRule(walk, node, rule);
  walk.outerStart = outerStart;
  walk.ignoring = ignoring;
}

function isExcluded({ pragmas, outerStart }: Walk, { start, end }: Node): boolean {
  return pragmas.hintAt(start, outerStart) === 'next' || pragmas.excludesAll(start, end);
}

function applyRule(walk: Walk, node: Node, rule: Rule): void {
  if (rule.walk) {
    rule.walk(walk, node);
    return;
  }
  const children = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>;
  for (const key of rule.keys) {
    const child = children[key];
    if (Array.isArray(child)) walk.visitAll(child);
    else if (child) walk.visit(child);
  }
  if (!rule.quiet) walk.flow.mayThrow();
}

/** TypeScript's nodes that hold code; all its others are types or declarations. */
const TYPESCRIPT_CODE = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSExportAssignment',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSParameterProperty',
]);

const TYPE_KEYS = new Set([
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'returnType',
  'implements',
  'label',
  'specifiers',
]);

const QUIET = new Set([
  ...['Literal', 'TemplateElement', 'EmptyStatement', 'BlockStatement', 'ArrayExpression', 'ObjectExpression'],
  ...['Property', 'SequenceExpression', 'ChainExpression', 'ExportNamedDeclaration', 'ExportDefaultDeclaration'],
  ...['ImportDeclaration', 'ExportAllDeclaration', 'MetaProperty', 'TSAsExpression', 'TSSatisfiesExpression'],
  ...['TSTypeAssertion', 'TSNonNullExpression', 'TSInstantiationExpression', 'Program'],
]);

const HINTABLE = new Set([
  ...['ArrowFunctionExpression', 'AssignmentPattern', 'BlockStatement', 'ExportDefaultDeclaration'],
  ...['ExportNamedDeclaration', 'ClassDeclaration', 'PropertyDefinition', 'ExpressionStatement'],
  ...['BreakStatement', 'ContinueStatement', 'DebuggerStatement', 'ReturnStatement', 'ThrowStatement'],
  ...['TryStatement', 'VariableDeclaration', 'VariableDeclarator', 'IfStatement', 'ForStatement', 'ForInStatement'],
  ...['ForOfStatement', 'WhileStatement', 'DoWhileStatement', 'SwitchStatement', 'SwitchCase', 'WithStatement'],
  ...['FunctionDeclaration', 'FunctionExpression', 'LabeledStatement', 'ConditionalExpression', 'LogicalExpression'],
]);

/** Methods but for private ones, as istanbul-lib-instrument has it. */
function isHintableElement(node: Node): boolean {
  if (node.type === 'MethodDefinition') return node.key.type !== 'PrivateIdentifier';
  return node.type === 'Property' && (node.method || node.kind !== 'init');
}

const RULES: ReadonlyMap<string, Rule> = buildRules();

function buildRules(): Map<string, Rule> {
  const walks: Record<string, unknown> = {
    ...{ ...STATEMENT_RULES, ...LOOP_RULES, ...DECLARATION_RULES },
    ...{ ...EXPRESSION_RULES, ...FUNCTION_RULES, ...CLASS_RULES },
  };
  const rules = new Map<string, Rule>();
  for (const [type, keys] of Object.entries(CHILD_KEYS)) {
    if (type.startsWith('TS') && !TYPESCRIPT_CODE.has(type)) continue;
    rules.set(type, {
      walk: walks[type] as Rule['walk'],
      keys: keys.filter((key) => !TYPE_KEYS.has(key)),
      quiet: QUIET.has(type),
      hintable: HINTABLE.has(type) ? () => true : isHintableElement,
    });
  }
  return rules;
}
