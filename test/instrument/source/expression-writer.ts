// The expressions of random programs; see program-writer.ts.

export interface Scope {
  kind: 'plain' | 'generator' | 'async' | 'asyncGenerator' | 'static';
  /** Labels in reach; those of loops start with L. */
  labels: string[];
  inLoop: boolean;
  inSwitch: boolean;
  /** Variables in reach. */
  names: string[];
}

/** Directives; functions whose parameters have defaults may not be strict by themselves. */
const LAX = ['', "'a'; 'b'\n"];
const STRICT = ['', "'use strict'\n", "'a'; 'use strict';"];

export abstract class ExpressionWriter {
  #next = 0;
  #fresh = 0;

  constructor(
    private readonly choices: readonly number[],
    protected readonly throws: boolean,
  ) {}

  /** A block with the statements of a function. */
  abstract functionBody(scope: Scope, directives: readonly string[]): string;

  expression(scope: Scope, depth: number): string {
    const leaf = [
      () => String(this.choose(5)),
      () => this.name(scope),
      () => this.oneOf(["'s'", 'null', 'undefined', 'true', '[]', '{ a: 1 }.a', '/a/v.source', '1n', '-0']),
    ];
    if (depth <= 0) return this.oneOf(leaf)();
    const part = (): string => this.expression(scope, depth - 1);
    return this.oneOf([
      ...leaf,
      () => `(${part()} ${this.oneOf(['===', '!==', ','])} ${part()})`,
      () => `(${part()} ${this.oneOf(['&&', '||'])} ${part()})`,
      () => `(${part()} ?? ${part()})`,
      () => `((${part()}) ? ${part()} : ${part()})`,
      () => `((${part()}) && (${part()}) || (${part()}))`,
      () => `${this.oneOf(['!', 'typeof ', 'void '])}(${part()})`,
      () => `[${part()}, ...[${part()}]].length`,
      () => `{ k: ${part()}, m() { return ${this.expression({ ...scope, kind: 'static' }, 0)} }, ...obj }`,
      () => `obj?.${this.oneOf(['n?.x', 'o?.f(', 'n?.x.y', 'o.f?.('])}`,
      () => `tag\`a\${${part()}}b\``,
      () => `(ok() ? (${this.functionExpression(scope)})(${part()} ?? 1) : 0)`,
      () => this.suspension(scope, part()),
      () => (this.throws ? this.oneOf(['unknown', 'null.x', 'p()', 'obj.n.x', '1n + 1']) : 'new Date(0).getTime()'),
    ])()
      .replace(/^(\{.*)$/s, '($1)')
      .replace(/(o\?\.f\(|o\.f\?\.\()$/, '$1 1)');
  }

  functionExpression(scope: Scope): string {
    const inner: Scope = { ...this.innerScope(scope), names: [...scope.names, 'y'], kind: 'plain' };
    return this.oneOf([
      () => `(y = 2) => ${this.expression(inner, 1).replace(/^([^({].*,.*)$/s, '($1)')}`,
      () => `function (y = ${this.expression(scope, 0)}) ${this.functionBody(inner, LAX)}`,
      () => `({ y = ${this.expression(scope, 0)} } = {}) => ${this.functionBody(inner, LAX)}`,
      () => `function named(y) ${this.functionBody(inner, STRICT)}`,
      () => '() => ({ y: 1 })',
    ])();
  }

  /** A number below `limit`. */
  choose(limit: number): number {
    return (this.choices[this.#next++] ?? 0) % limit;
  }

  oneOf<T>(options: readonly T[]): T {
    return options[this.choose(options.length)] as T;
  }

  name(scope: Scope): string {
    return this.oneOf(scope.names);
  }

  newName(scope: Scope): string {
    const name = `v${this.fresh()}`;
    scope.names.push(name);
    return name;
  }

  fresh(): number {
    return this.#fresh++;
  }

  /** What a function inside sees. */
  innerScope(scope: Scope): Scope {
    return { ...scope, labels: [], inLoop: false, inSwitch: false, names: [...scope.names] };
  }

  private suspension(scope: Scope, value: string): string {
    if (scope.kind === 'async') return `(await (${value}))`;
    if (scope.kind === 'generator') return `(yield (${value}))`;
    if (scope.kind === 'asyncGenerator') return this.oneOf([`(await (${value}))`, `(yield (${value}))`]);
    return value;
  }
}
