// ES modules, TypeScript, JSX and what cannot be parsed.

import test from 'ava';
import { GRANULARITIES } from '../../../instrument/coverage-options.js';
import { parseSource } from '../../../instrument/source/parse-source.js';
import { instrument } from './run-instrumented.js';

const MODULE = `
  import { sep } from 'node:path';
  import * as self from 'data:text/javascript,export const a = 1; export default () => a';
  export const named = () => sep.length || 2, values = [await Promise.resolve(1) && 2];
  export default () => import.meta.url.length > 5 ? 'long' : 'short'
  export { named as other, self };
  export async function* stream() { for await (const value of [1, Promise.resolve(2)]) yield value ?? 0 }
  for await (const value of stream()) values.push(value), hoisted();
  function hoisted() { values.push(typeof arguments, this === undefined) }
`;

test('instrumentSource keeps the meaning of an ES module with top-level await', async (t) => {
  const expected = await observe(MODULE);
  for (const [index, granularity] of GRANULARITIES.entries()) {
    const hash = `e5${index}`.padEnd(32, '0');
    const { code, map } = instrument({ source: MODULE, format: 'module', hash, granularity });
    Object.defineProperty(globalThis, `$c${hash.slice(0, 12)}`, { value: new Int32Array(map.counterCount) });
    t.deepEqual(await observe(code), expected, granularity);
  }
});

const staysValid = test.macro({
  title: (syntax) => `instrumentSource takes ${syntax}`,
  exec(t, source: string, file: string, functions: string[]) {
    for (const granularity of GRANULARITIES) {
      const { code, map } = instrument({ source, file, format: 'module', granularity });
      t.notThrows(() => parseSource({ file, source: code, format: 'module' }), code);
      t.deepEqual(
        map.functions.map(({ name }) => name),
        functions,
      );
    }
  },
});

test(
  'explicit resource management',
  staysValid,
  '{ using a = f() || g(), b = () => 1; } { await using c = h(); i() } for (using d of e) j(d); for (await using k of l) m();',
  '/app/a.mjs',
  ['<module>', 'b'],
);
test(
  'import attributes and phases',
  staysValid,
  "import a from './a.json' with { type: 'json' }; export * from 'b' with { type: 'c' }; import('d', { with: f() || g });",
  '/app/a.mjs',
  ['<module>'],
);
test(
  'decorators and accessors',
  staysValid,
  '@a(() => 1) export class A { @b() c = () => 2; @d static accessor e = f || g; @h get [i]() { return 3 } accessor #j = () => 4 }',
  '/app/a.mjs',
  ['<module>', 'func.L1.C4', 'c', 'func.L1.C79', '#j'],
);
test(
  'JSX',
  staysValid,
  'export const A = ({ b = 1 }) => b ? <A b={b && 2}>{b || <></>}<B {...b} c={() => 1} /></A> : <p>text</p>;',
  '/app/a.jsx',
  ['<module>', 'A', 'func.L1.C76'],
);
test(
  'the syntax of TypeScript where it meets code',
  staysValid,
  'export const a = <T,>(b: T, c?: number) => (c ? (b as T) : <T>(b!)); class D<E> { constructor(readonly f = g || h) {} i?: E = j && k; declare l: string } export = a; enum M { N = 1 || 2 } type O = { p(): void } ; function q(this: O): asserts this is O; function q() { r<string>(() => s satisfies T) }',
  '/app/a.ts',
  ['<module>', 'a', 'D.constructor', 'q', 'func.L1.C279'],
);

/** What a module exports, run for real. */
async function observe(code: string): Promise<unknown> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>;
  const call = (name: string): unknown => (module[name] as () => unknown)();
  const names = ['default', 'named', 'other'].map((name) => [(module[name] as () => unknown).name, call(name)]);
  return { names, values: module.values, exports: Object.keys(module) };
}
