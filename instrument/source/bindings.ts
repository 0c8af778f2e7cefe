// Which names can be read, and which be assigned to, without throwing: those of parameters, of `var` and functions, and
// of `let`, `const` and classes behind their declaration. All others may be undeclared, in their temporal dead zone, or
// a getter of the global object. Known only as far as the walk has come: a name that is missing here costs a counter.
// Runs wherever sources are instrumented.
//
//   { f(a); let a = 1; g(a); function h() { a } }      a may throw in f(a), not in g(a), and in h, which may run before

import type { Node, NodeOf } from './parse-source.js';

/** Bits of a name's state; the number of the scope that declares it stands above them. */
const READABLE = 1;
const WRITABLE = 2;
/** Declared by `let`, `const`, `class`, `using` or `import`. */
const LEXICAL = 4;
const DEPTH_SHIFT = 3;

/** A name that some scope declares or declared; its state is 0 where no open scope does. */
interface Name {
  state: number;
}

export class Bindings {
  /** False: nobody asks, every name is unknown. */
  readonly #kept: boolean;
  readonly #names = new Map<string, Name>();
  /** What the declarations of the open scopes changed, in order, and the states before. */
  readonly #changed: Name[] = [];
  readonly #before: number[] = [];
  /** By depth of a scope: how many functions that it hoists are being walked. */
  readonly #hoisting: number[] = [];
  #depth = 0;
  /** Bodies of `with` that are being walked: any name may be a property there. */
  #withBodies = 0;

  constructor(kept: boolean) {
    this.#kept = kept;
  }

  /** Walks a scope. */
  inScope(walk: () => void): void {
    const mark = this.#changed.length;
    this.#depth++;
    walk();
    this.#depth--;
    while (this.#changed.length > mark) (this.#changed.pop() as Name).state = this.#before.pop() as number;
  }

  /** Walks a function that the present scope hoists: it may run before anything that the scope declares is initialised. */
  inHoisted(walk: () => void): void {
    const depth = this.#depth;
    this.#hoisting[depth] = (this.#hoisting[depth] ?? 0) + 1;
    walk();
    this.#hoisting[depth] = (this.#hoisting[depth] ?? 1) - 1;
  }

  inWith(walk: () => void): void {
    this.#withBodies++;
    walk();
    this.#withBodies--;
  }

  isReadable(name: string): boolean {
    return (this.#stateOf(name) & READABLE) !== 0;
  }

  isWritable(name: string): boolean {
    return (this.#stateOf(name) & (READABLE | WRITABLE)) === (READABLE | WRITABLE);
  }

  /** Declares what a list of statements declares for all of itself. */
  declareStatements(statements: readonly Node[]): void {
    if (!this.#kept) return;
    for (const statement of statements) this.#declareStatement(statement);
  }

  /** Declares names that exist from here on: parameters, `var`, the name of a function. */
  declareVariables(pattern: Node): void {
    this.#forNames(pattern, READABLE | WRITABLE);
  }

  /** Declares names that cannot be used yet. */
  declareLater(pattern: Node): void {
    this.#forNames(pattern, LEXICAL);
  }

  /** The name of a function expression in itself, which is constant. */
  declareConstant(name: string): void {
    this.#declare(name, READABLE);
  }

  /** Behind a declaration. */
  initialise(declaration: NodeOf<'VariableDeclaration' | 'ClassDeclaration' | 'ClassExpression'>): void {
    if (declaration.declare) return;
    if (declaration.type !== 'VariableDeclaration') {
      this.#forNames(declaration.id, LEXICAL | READABLE | WRITABLE);
      return;
    }
    const { kind } = declaration;
    const lexical = LEXICAL | READABLE | (kind === 'let' ? WRITABLE : 0);
    for (const { id } of declaration.declarations) this.#forNames(id, kind === 'var' ? READABLE | WRITABLE : lexical);
  }

  #declareStatement(statement: Node): void {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (statement.declaration) this.#declareStatement(statement.declaration);
        break;
      case 'VariableDeclaration':
        if (statement.declare) break;
        for (const { id } of statement.declarations) {
          if (statement.kind === 'var') this.declareVariables(id);
          else this.declareLater(id);
        }
        break;
      case 'FunctionDeclaration':
        if (statement.id && statement.body) this.declareVariables(statement.id);
        break;
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSImportEqualsDeclaration':
        if (statement.id) this.declareLater(statement.id);
        break;
      case 'TSModuleDeclaration':
        if (statement.id.type === 'Identifier') this.declareLater(statement.id);
        break;
      case 'ImportDeclaration':
        for (const { local } of statement.specifiers) this.declareLater(local);
        break;
      default:
    }
  }

  #forNames(pattern: Node | null, state: number): void {
    if (!pattern || !this.#kept) return;
    if (pattern.type === 'Identifier') this.#declare(pattern.name, state);
    else if (pattern.type === 'AssignmentPattern') this.#forNames(pattern.left, state);
    else if (pattern.type === 'RestElement') this.#forNames(pattern.argument, state);
    else if (pattern.type === 'TSParameterProperty') this.#forNames(pattern.parameter, state);
    else if (pattern.type === 'ArrayPattern') for (const element of pattern.elements) this.#forNames(element, state);
    else if (pattern.type === 'ObjectPattern')
      for (const property of pattern.properties)
        this.#forNames(property.type === 'Property' ? property.value : property, state);
  }

  #declare(name: string, bits: number): void {
    if (!this.#kept) return;
    const state = bits | (this.#depth << DEPTH_SHIFT);
    let known = this.#names.get(name);
    if (known?.state === state) return;
    if (!known) {
      known = { state: 0 };
      this.#names.set(name, known);
    }
    this.#changed.push(known);
    this.#before.push(known.state);
    known.state = state;
  }

  #stateOf(name: string): number {
    const state = this.#names.get(name)?.state ?? 0;
    if (this.#withBodies > 0) return 0;
    return state & LEXICAL && (this.#hoisting[state >> DEPTH_SHIFT] ?? 0) > 0 ? 0 : state;
  }
}
