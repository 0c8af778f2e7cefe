// Writes a random JavaScript program from a sequence of choices. An exhausted sequence chooses 0 everywhere, and 0 is
// always the plainest form, so shorter and smaller sequences give simpler programs: fast-check shrinks by itself.

import { ExpressionWriter, type Scope } from './expression-writer.js';

export interface ProgramOptions {
  /** Whether statements may throw, generators be abandoned and names be unknown. */
  throws: boolean;
}

/** A function body that uses `log` and returns a promise. It always ends: loops and calls burn fuel. */
export function writeProgram(choices: readonly number[], options: ProgramOptions): string {
  const writer = new StatementWriter(choices, options.throws);
  const body = writer.statements({ kind: 'async', labels: [], inLoop: false, inSwitch: false, names: ['p'] }, 4);
  return `let fuel = 60; const ok = () => fuel-- > 0; var p = 1;
const tag = (strings, ...values) => (strings.join('-') + values).slice(0, 20); const obj = { n: null, o: { f(x) { return x } } };
async function main() {
${body}
}
return main();`;
}

class StatementWriter extends ExpressionWriter {
  statements(scope: Scope, depth: number): string {
    const inner = { ...scope, names: [...scope.names] };
    const count = 1 + this.choose(depth > 2 ? 6 : 3);
    return Array.from({ length: count }, () => this.statement(inner, depth)).join('\n');
  }

  statement(scope: Scope, depth: number): string {
    const simple = [
      () => `log(${this.expression(scope, 2)});`,
      () => this.declaration(scope),
      () => `${this.name(scope)} ${this.oneOf(['=', '||=', '&&=', '??='])} ${this.expression(scope, 2)}`,
      () => this.jump(scope),
      () => `${this.name(scope)} && log(${this.expression(scope, 1)})\n`,
      () => `${this.name(scope)} ? log(${this.expression(scope, 1)}) : ${this.expression(scope, 1)}\n`,
      () => `{ ${this.declaration({ ...scope, names: [...scope.names] })} }`,
    ];
    if (depth <= 0 || this.choose(5) < 2) return this.oneOf(simple)();
    return this.oneOf([
      () => this.conditional(scope, depth - 1),
      () => this.loop(scope, depth - 1),
      () => this.tryStatement(scope, depth - 1),
      () => this.switchStatement(scope, depth - 1),
      () => this.functionDeclaration(scope, depth - 1),
      () => this.classDeclaration(scope, depth - 1),
      () => this.labeledBlock(scope, depth - 1),
      () => this.consume(scope, depth - 1),
      () => this.lexicalBlock(scope, depth - 1),
      () => this.choice(scope, depth - 1),
    ])();
  }

  /** A statement without braces, or a block. */
  body(scope: Scope, depth: number): string {
    if (this.choose(3) > 0) return `{\n${this.statements(scope, depth)}\n}`;
    return this.choose(3) ? `log(${this.expression(scope, 1)})${this.oneOf([';', '\n'])}` : this.jump(scope);
  }

  override functionBody(scope: Scope, directives: readonly string[]): string {
    return `{ ${this.oneOf(directives)} ${this.statements({ ...scope, labels: [] }, 1)} }`;
  }

  private declaration(scope: Scope): string {
    const value = (): string => this.oneOf([() => this.expression(scope, 2), () => this.functionExpression(scope)])();
    const name = (): string => this.newName(scope);
    const patterns = [
      () => `${name()} = ${value()}`,
      () => `${name()} = ${value()}, ${name()} = ${value()}`,
      () => `{ a: ${name()} = ${value()}, ...${name()} } = { b: ${value()} }`,
      () => `[${name()} = ${value()}, , ...${name()}] = [${this.oneOf(['', '1', 'undefined'])}]`,
      () =>
        `${name()} = 0, { [${this.expression(scope, 1)}]: ${name()} = ${value()} } = ${this.expression(scope, 1)} ?? 1`,
    ];
    return `var ${this.oneOf(patterns)()}${this.oneOf([';', '\n'])}`;
  }

  private jump(scope: Scope): string {
    const label = scope.labels[this.choose(scope.labels.length || 1)];
    return (
      this.oneOf([
        () => ';',
        () => (scope.inLoop || scope.inSwitch ? 'break;' : ''),
        () => (scope.inLoop ? 'continue;' : 'debugger;'),
        () => (label ? `break ${label};` : ''),
        () => (label?.startsWith('L') ? `continue ${label};` : ''),
        () => (scope.kind === 'static' ? ';' : `return ${this.expression(scope, 1)};`),
        () => (this.throws ? `throw new Error('${this.choose(100)}');` : ''),
      ])() || ';'
    );
  }

  private conditional(scope: Scope, depth: number): string {
    const test = this.expression(scope, 2);
    return this.oneOf([
      () => `if (${test}) ${this.body(scope, depth)}`,
      () => `if (${test}) ${this.body(scope, depth)} else ${this.body(scope, depth)}`,
      () => `if (${test}) ${this.body(scope, depth)} else ${this.conditional(scope, Math.max(0, depth - 1))}`,
    ])();
  }

  /** Declarations by `let`, `const` and `class`, which may be used too early. */
  private lexicalBlock(scope: Scope, depth: number): string {
    const inner = { ...scope, names: [...scope.names] };
    const early = this.throws && this.choose(3) === 1;
    const before = early ? { ...inner, names: [...inner.names] } : scope;
    const shadowed = this.oneOf(scope.names);
    const name = early && this.choose(2) ? shadowed : this.newName(early ? before : { ...scope, names: [] });
    if (!inner.names.includes(name)) inner.names.push(name);
    const declaration = this.oneOf([
      () => `let ${name} = ${early || name !== shadowed ? this.choose(3) : this.expression(scope, 1)};`,
      () => (this.throws ? `const ${name} = ${this.choose(3)}` : `let ${name}`),
      () => (this.throws ? `class ${name} {}` : `let [${name}] = [1];`),
    ])();
    const hoisted = early
      ? `function h${this.fresh()}() { ${this.choice({ ...this.innerScope(before), kind: 'plain' }, 0)} }`
      : '';
    const call = hoisted && this.choose(2) ? `${hoisted.slice(9, hoisted.indexOf('('))}();` : '';
    return `{ ${hoisted} ${call} ${this.statements(before, 0)}\n${declaration}\n${call} ${this.choice(inner, depth)} }`;
  }

  /** A choice that only looks at variables, and what comes behind it. */
  private choice(scope: Scope, depth: number): string {
    const name = (): string => this.name(scope);
    const test = this.oneOf([
      name,
      () => `!${name()}`,
      () => `${name()} === ${name()}`,
      () => `${name()} && ${name()}`,
      () => `${name()} != null`,
    ]);
    const arm = (): string => `{ ${depth > 0 ? this.statements(scope, 0) : ''} ${this.jump(scope)} }`;
    const alternate = this.oneOf(['', () => `else ${arm()}`, () => `else if (${test()}) ${arm()}`]);
    const behind = this.statements(scope, 0);
    return `if (${test()}) ${arm()} ${typeof alternate === 'string' ? '' : alternate()}\n${behind}`;
  }

  private loop(scope: Scope, depth: number): string {
    const label = this.choose(2) ? `L${this.fresh()}` : '';
    const inner = { ...scope, inLoop: true, inSwitch: false, labels: label ? [...scope.labels, label] : scope.labels };
    const i = `i${this.fresh()}`;
    const test = this.oneOf(['', ` && ${this.expression(scope, 1)}`]);
    const text = this.oneOf([
      () => `for (let ${i} = 0; ${i} < ${this.choose(4)} && ok()${test}; ${i}++) ${this.body(inner, depth)}`,
      () => `for (const ${i} of ok() ? [${this.expression(scope, 1)}, 2] : []) ${this.body(inner, depth)}`,
      () => `for (const ${i} in ok() && { a: 1, b: ${this.expression(scope, 1)} }) ${this.body(inner, depth)}`,
      () => `while (ok()${test}) ${this.body(inner, depth)}`,
      () => `do ${this.body(inner, depth)} while (ok()${test})${this.oneOf([';', ' '])}`,
      () => `for (;;) { if (!ok()) break; ${this.statements(inner, depth)} }`,
    ])();
    return label ? `${label}: ${text}` : text;
  }

  private labeledBlock(scope: Scope, depth: number): string {
    const label = `B${this.fresh()}`;
    return `${label}: { ${this.statements({ ...scope, labels: [...scope.labels, label] }, depth)} }`;
  }

  private tryStatement(scope: Scope, depth: number): string {
    const block = `try { ${this.statements(scope, depth)} }`;
    const handler =
      this.oneOf(['catch (e) {', 'catch {', 'catch ({ message = 1 }) {']) + (this.throws ? '' : "log('caught');");
    const caught = `${handler} ${this.statements(scope, depth)} }`;
    return this.oneOf([
      () => `${block} ${caught}`,
      () => `${block} finally { ${this.statements(scope, depth)} }`,
      () => `${block} ${caught} finally { ${this.statements(scope, depth)} }`,
    ])();
  }

  private switchStatement(scope: Scope, depth: number): string {
    const inner = { ...scope, inSwitch: true };
    const cases = Array.from({ length: this.choose(4) }, (_, i) => {
      const head = this.choose(4) === 1 && i === 1 ? 'default' : `case ${this.expression(scope, 1)}`;
      return `${head}: ${this.choose(4) ? this.statements(inner, depth) : ''}${this.oneOf(['', '\nbreak;'])}`;
    });
    return `switch (${this.expression(scope, 1)}) { ${cases.join('\n')} }`;
  }

  private functionDeclaration(scope: Scope, depth: number): string {
    const kind = this.oneOf(['plain', 'generator', 'async', 'asyncGenerator'] as const);
    const name = `f${this.fresh()}`;
    const [q, r] = [`q${name}`, `r${name}`];
    const inner = { ...this.innerScope(scope), kind, names: [...scope.names, q, r] };
    const star = kind === 'generator' || kind === 'asyncGenerator' ? '*' : '';
    const async = kind === 'async' || kind === 'asyncGenerator' ? 'async ' : '';
    const parameters = `${q} = ${this.expression({ ...this.innerScope(scope), kind: 'plain' }, 1)}, { ${r} = ${this.functionExpression(scope)} } = {}`;
    const text = `${async}function${star} ${name}(${parameters}) { ${this.statements(inner, Math.min(depth, 2))} }`;
    return `${text}\n${this.call(scope, kind, `${name}(${this.oneOf(['', this.expression(scope, 1)])})`)}`;
  }

  /** Uses a generator, an iterable or a promise. */
  private call(scope: Scope, kind: Scope['kind'], call: string): string {
    const canAwait = scope.kind === 'async' || scope.kind === 'asyncGenerator';
    const name = `x${this.fresh()}`;
    const stop = this.throws && this.choose(2) ? 'break;' : '';
    if (kind === 'generator')
      return `for (const ${name} of ok() ? ${call} : []) { log(${name}); if (!ok()) ${stop || ';'} }`;
    if (!canAwait) return kind === 'plain' ? `log(ok() && ${call});` : ';';
    if (kind === 'asyncGenerator') return `for await (const ${name} of ok() ? ${call} : []) { log(${name}); ${stop} }`;
    return `log(ok() && ${kind === 'async' ? 'await ' : ''}${call});`;
  }

  private consume(scope: Scope, depth: number): string {
    const generator = `(function* () { ${this.statements({ ...this.innerScope(scope), kind: 'generator' }, Math.min(depth, 2))} })()`;
    const name = `g${this.fresh()}`;
    const steps = this.throws ? `log(${name}.next().value, ${name}.return(1).value);` : `log([...${name}]);`;
    return `if (ok()) { const ${name} = ${generator}; ${steps} }`;
  }

  private classDeclaration(scope: Scope, depth: number): string {
    const name = `C${this.fresh()}`;
    const inner: Scope = { ...this.innerScope(scope), kind: 'plain' };
    const value = (): string => this.oneOf([() => this.expression(inner, 1), () => this.functionExpression(inner)])();
    const members = [
      () => `a = ${value()};`,
      () => `static b = ${value()}\n`,
      () => `#c${this.fresh()} = ${value()}; get c() { return 1; }`,
      () => `static { ${this.statements({ ...inner, kind: 'static' }, 0)} }`,
      () => `[${this.expression(inner, 1)}] = ${value()};`,
      () => `m(q = ${value()}) { ${this.statements(inner, Math.min(depth, 1))} }`,
      () => `static [\`s\${1}\`] = ${value()};`,
    ];
    const body = Array.from({ length: this.choose(4) }, () => this.oneOf(members)()).join(' ');
    const base = this.oneOf(['', ' extends Object', ' extends (class { z = 1 })']);
    const construct = `constructor() { ${base ? `${this.oneOf(['', 'log(1);'])} super();` : ''} log(new.target.name); ${this.statements({ ...inner, kind: 'static' }, 0)} }`;
    const text = `class ${name}${base} { ${body} ${this.choose(2) ? construct : ''} }`;
    return `if (ok()) { ${text} const x = new ${name}(); log(x, x.a?.name, x.c, ${name}.b?.name, ${name}.s1?.name, ok() && x.m?.()); }`;
  }
}
