// Where the sum of other counters takes a counter's place, and where it must not.

import test from 'ava';
import { coveredOnly, ourCounts, theirCounts } from './istanbul-counts.js';
import { hideFunctionTexts, instrument, runProgram } from './run-instrumented.js';

hideFunctionTexts();

const needs = test.macro({
  title: (what) => `instrumentSource needs no counter of its own for ${what}`,
  exec(t, body: string, counters: number) {
    const { map } = instrument({ source: `function f(a, b) { ${body} }` });
    t.is(map.functions[1]?.counterCount, counters);
  },
});

test('a function that begins with a choice', needs, 'if (a) g(); else h();', 2);
test('what follows an early return', needs, 'if (a.b) return 1; return 2;', 3);
test('a chain of early returns', needs, 'if (a) return 1; if (a === b) return 2; return 3;', 3);
test('what follows arms of which one ends', needs, 'if (a) { if (b) return; } else g(); h();', 3);
test('what follows a loop that only break ends', needs, 'for (;;) { if (a.b) break; return; } g();', 4);
test('what follows a switch with a default', needs, 'switch (a.b) { case 1: return 2; default: g() } h();', 3);
test('the first operand behind a name that is there', needs, 'const c = 1, d = a; return c && d && b.c;', 3);
test('the first operand behind a test of names', needs, 'const c = a ? b : 1; let d; d = c; return d || a;', 3);
test('an arm that a choice begins', needs, 'return a.b ? (b ? 1 : 2) : 3;', 4);

const countsAs = test.macro({
  title: (what) => `instrumentSource counts as Istanbul does with ${what}`,
  async exec(t, source: string) {
    const theirs = await theirCounts(source);
    t.deepEqual(ourCounts(await runProgram(source, 'atomic', 'perstmt')), theirs);
    t.deepEqual(coveredOnly(ourCounts(await runProgram(source, 'atomic', 'perblock'))), coveredOnly(theirs));
  },
});

test(
  'names in their dead zone',
  countsAs,
  `
  const attempt = (f) => { try { f() } catch (e) { log(e) } };
  attempt(() => { h(); const a = 1; function h() { const b = a, c = b && 1; if (a) log(c) } });
  attempt(() => { const c = d ? 1 : 2; let d = c || 3; });
  attempt(() => { let a = 1; { const c = a || 2; if (c) log(a); let a = c; } });
  attempt(() => { for (const a of a || []) log(a) });
  attempt(() => { for (let i = i ? 1 : 2; i < 3; i++) log(i) });
  attempt(() => { class A extends (A ? Object : null) {} });
  attempt(() => { const c = class A { static [A ? 'a' : 'b'] = 1 }; });
  attempt(() => { const f = (a = b ? 1 : 2, b = 3) => a || b; f(1); f(); });
  attempt(() => { const f = (a = () => (b ? 1 : 2), c = a(), b = 3) => c; f(); });
  for (const n of [0, 1]) attempt(() => { const a = 1; switch (n) { case 0: let a = 1; if (a) log(a); break; default: if (a) log(2) } });
`,
);
test(
  'names that others define',
  countsAs,
  `
  const attempt = (f) => { try { f() } catch (e) { log(e) } };
  attempt(() => { if (undeclared) log(1); else log(2); });
  attempt(() => { if (typeof undeclared) log(1); const c = undeclared ? 1 : 2; });
  attempt(() => { const c = 1; c = c ? 2 : 3; const d = c || 1; if (d) log(d); });
  attempt(() => { 'use strict'; (function f() { f = 1; if (f) log(f); })(); });
  var a = 1;
  with ({ get a() { throw 1 } }) attempt(function () { if (a) log(1); else log(2); });
  attempt(() => { with ({ set a(v) { throw v } }) { a = 2; if (1) log(1); } });
`,
);
test(
  'this before super()',
  countsAs,
  `
  class A { constructor(x) { if (this) log(x); } }
  class B extends A { constructor(x) { x && super(x); if (this) log(1); else log(2); const f = () => this ? 1 : 2; f(); } }
  class C extends A { constructor(x) { const f = () => { if (this) log(3); }; if (x) super(x); f(); } }
  for (const K of [A, B, C]) for (const x of [1, 0]) { try { new K(x) } catch (e) { log(e) } }
`,
);
test(
  'jumps that run something else on their way',
  countsAs,
  `
  const failing = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { throw 1 } }) };
  const attempt = (f) => { try { f() } catch (e) { log(e) } };
  attempt(() => { a: { for (const x of failing) { if (x) break a; } return } log(1); if (x) log(2); });
  attempt(() => { for (;;) { try { break } finally { throw 1 } } log(1); });
  const f = (n) => { for (;;) { try { if (n) break; return 1 } finally { if (n > 1) return 2 } } log(n); return n && 3 };
  for (const n of [0, 1, 2]) log(f(n));
  const g = (n) => { b: { try { if (n) break b; fail() } catch { break b } } log(n); if (n) return 1; log(2) };
  for (const n of [0, 1]) log(g(n));
`,
);
test(
  'generators that end within a choice',
  countsAs,
  `
  function* g(n) { if (n) { yield 1; } else yield 2; log(n); for (;;) { if (n) break; yield 3; break; } const a = n ? yield 4 : 5; return a || n }
  for (const n of [0, 1]) for (const steps of [1, 2, 3, 4]) { const it = g(n); for (let i = 0; i < steps; i++) log(it.next().value); it.return(1); }
`,
);
test(
  'fields of which one fails',
  countsAs,
  `
  let n = 0; const fail = () => { if (n++ > 1) throw new Error('x') };
  class A { a = fail(); b = n ? 1 : 2; c = n && fail() || n; static [n] = class extends (n ? Object : Array) {} }
  class B { a = null.x; b = n && 1 }
  for (const K of [A, A, A, B]) { try { log(new K()) } catch (e) { log(e) } }
`,
);
