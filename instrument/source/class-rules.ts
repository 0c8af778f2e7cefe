// Classes: methods are functions; field initialisers are statements of Istanbul's that run once per construction (or,
// static, once with the class), outside every function's body. Runs wherever sources are instrumented.

import { startOf, walkStatements } from './block-walk.js';
import type { CountedBlock } from './coverage-plan.js';
import { loseHint, walkCountedValue } from './declaration-rules.js';
import { placeFunction, walkFunction } from './function-rules.js';
import { closeWrap, isAnonymousFunction, keyName, openWrap, visitNamed } from './named-evaluation.js';
import type { NodeRules } from './node-rules.js';
import type { Node, NodeOf } from './parse-source.js';
import type { Walk } from './walk.js';

type Method = NodeOf<'MethodDefinition'>;
type Field = NodeOf<'PropertyDefinition' | 'AccessorProperty'>;

export const CLASS_RULES: NodeRules = {
  ClassDeclaration: walkClass,
  ClassExpression: walkClass,
  StaticBlock(walk, node) {
    walk.flow.mayThrow();
    walkStatements(walk, node.body, false);
  },
  MethodDefinition: walkMethod,
  PropertyDefinition: walkField,
  AccessorProperty: walkField,
};

function walkClass(walk: Walk, node: NodeOf<'ClassDeclaration' | 'ClassExpression'>): void {
  const inferred = walk.inferredName;
  walk.inferredName = undefined;
  if (node.declare) return;
  const { className, construction, hasSuperClass } = walk;
  walk.visitAll(node.decorators);
  if (node.superClass) walk.visit(node.superClass);
  walk.flow.mayThrow();
  walk.className = node.id?.name ?? inferred ?? '';
  walk.construction = { block: undefined, carrier: walk.pragmas.isEmpty ? carrierOf(node.body.body) : undefined };
  walk.hasSuperClass = node.superClass !== null;
  walk.bindings.inScope(() => {
    if (node.id) walk.bindings.declareLater(node.id);
    walk.visitAll(node.body.body);
  });
  walk.className = className;
  walk.construction = construction;
  walk.hasSuperClass = hasSuperClass;
  if (node.type === 'ClassDeclaration') walk.bindings.initialise(node);
}

/** A field whose probe needs no object around a nameless function. */
function carrierOf(elements: readonly Node[]): Node | undefined {
  const fields = elements.filter((element) => element.type === 'PropertyDefinition' && !element.static);
  return fields.find((field) => 'value' in field && field.value && !isAnonymousFunction(field.value as Node));
}

function walkMethod(walk: Walk, node: Method): void {
  const method = node.value as NodeOf<'FunctionExpression'>;
  // Istanbul does not count private methods as functions.
  const recorded = node.key.type === 'PrivateIdentifier' ? undefined : placeFunction(walk, method, node);
  walkKey(walk, node);
  const isDerivedConstructor = node.kind === 'constructor' && walk.hasSuperClass;
  walkFunction(walk, method, { node, name: methodName(walk, node), recorded, isDerivedConstructor });
}

function methodName(walk: Walk, node: Method): string | undefined {
  const key = keyName(node.key, node.computed);
  if (key === undefined) return undefined;
  const accessor = node.kind === 'get' || node.kind === 'set' ? `${node.kind} ` : '';
  return walk.className ? `${walk.className}.${accessor}${key}` : `${accessor}${key}`;
}

function walkKey(walk: Walk, node: Field | Method): void {
  walk.visitAll(node.decorators);
  if (node.computed) walk.visit(node.key);
  walk.flow.mayThrow();
}

function walkField(walk: Walk, node: Field): void {
  const { value } = node;
  const statement = value && node.type === 'PropertyDefinition' ? walk.placeStatement(value) : -1;
  walkKey(walk, node);
  if (!value) return;
  if (node.static && (fieldName(node) !== undefined || !isAnonymousFunction(value))) {
    walkCountedValue(walk, value, { name: fieldName(node), statement });
  } else {
    walkConstructedField(walk, node, value, statement);
  }
  if (walk.source[node.end - 1] !== ';') walk.insertions.endAt(node.end);
  walk.flow.mayThrow();
}

/** A field of each instance; also, with a block for itself, a static one whose name only running the program tells. */
function walkConstructedField(walk: Walk, node: Field, value: Node, statement: number): void {
  loseHint(walk, value);
  if (!walk.probing) {
    walk.countStatement(statement, value);
    visitNamed(walk, value, fieldName(node));
    return;
  }
  const { block } = walk.flow;
  const { construction } = walk;
  const shared = node.static || walk.perStatement ? undefined : construction.block;
  const present = shared ?? walk.openBlock(value.start, value.end);
  if (!node.static) construction.block = present;
  const carries =
    walk.perStatement || node.static || (node === (construction.carrier ?? node) && (!shared || construction.carrier));
  walk.flow.moveTo({ block: present, exact: carries ? present : undefined, ended: false });
  walk.countStatement(statement, value);
  if (carries) walkCarrier(walk, node, value, present);
  else visitNamed(walk, value, fieldName(node));
  walk.flow.moveTo({ block, exact: undefined, ended: false });
}

/** Puts the probe of a field in front of its value or, where that would cost a function its name, in front of the field. */
function walkCarrier(walk: Walk, node: Field, value: Node, { counter }: CountedBlock): void {
  const name = fieldName(node);
  if (name === undefined && isAnonymousFunction(value)) {
    const [head, tail] = node.static ? [';static{', '}'] : [`;#$c${counter}=`, ';'];
    walk.insertions.addProbe(startOf(node), head, counter, tail);
    walk.flow.mayThrow();
    walk.visit(value);
    return;
  }
  openWrap(walk, value, counter, name);
  visitNamed(walk, value, name);
  closeWrap(walk, value, name);
}

function fieldName(node: Field): string | undefined {
  return keyName(node.key, node.computed);
}
