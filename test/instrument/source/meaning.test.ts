// One program for each feature of the language: it does instrumented what it does plainly.

import test from 'ava';
import { COVERAGE_MODES, GRANULARITIES } from '../../../instrument/coverage-options.js';
import { runProgram } from './run-instrumented.js';

const meansTheSame = test.macro({
  title: (feature) => `instrumentSource keeps the meaning of ${feature}`,
  async exec(t, source: string) {
    const { output } = await runProgram(source);
    t.false(
      output.some((line) => line.startsWith('threw SyntaxError')),
      output.join(),
    );
    for (const mode of COVERAGE_MODES) {
      for (const granularity of GRANULARITIES) {
        t.deepEqual((await runProgram(source, mode, granularity)).output, output, `${mode} ${granularity}`);
      }
    }
  },
});

test(
  'inferred function names',
  meansTheSame,
  `
  const a = () => {}, b = function () {}, c = class {};
  let { d = () => {}, e: [f = class {}] = [] } = {};
  let g, h; g = () => {}; h ??= async () => {};
  function i(j = () => {}, { k = function* () {} } = {}) { return [j, k]; }
  class L { m = () => {}; static n = class {}; 'o-p' = () => {}; #q = () => {}; get q() { return this.#q; } }
  class M { 1 = () => {}; [\`r\${1}\`] = () => {}; static [\`s\${2}\`] = () => {}; }
  for (const t = () => {}, u = log(t); ;) { break; }
  const v = log(1), w = () => {}, { __proto__: x = () => {}, y = () => {} } = { __proto__: undefined };
  const l = new L();
  log(a, b, c, d, f, g, h, ...i(), l.m, L.n, l['o-p'], l.q, new M()[1], new M().r1, M.s2, w, y, x);
`,
);
test(
  'derived constructors',
  meansTheSame,
  `
  class A { constructor() { log('A', new.target.name); } }
  class B extends A { x = log('field'); constructor(a = log('default')) { a || log('before'); super(); log(this.x); } }
  class C extends B { y = this.x; static { log('static', this.name); } }
  new B(); new C();
`,
);
test(
  'statements that end without a semicolon',
  meansTheSame,
  `
  let a = 1
  const b = a
  ++a
  do log(a); while (a++ < 3) log('behind')
  if (a) log(1)
  else log(2)
  for (const c of [1, 2]) log(c)
  var let
  let
  ++a
  label: log(b)
  return
  log('never')
`,
);
test(
  'jumps',
  meansTheSame,
  `
  outer: for (let i = 0; i < 4; i++) {
    inner: for (const j of [0, 1, 2]) {
      if (i === 1) continue outer; else if (j === 1) break inner; else if (i === 3) break outer
      log(i, j);
    }
    block: { if (i) break block; log('first'); }
    switch (i) { case 0: log('zero'); case 1: log('one'); break; case 5: default: log('other') }
  }
  try { try { throw 1 } catch (e) { log(e); throw 2 } finally { log('finally') } } catch { log('outer') }
  function f() { try { return log('try') } finally { log('after') } }
  f();
`,
);
test(
  'generators and async functions',
  meansTheSame,
  `
  function* g(a = 'default') { try { const x = yield 1, y = x && (yield x); log(y); } finally { log('end'); } }
  const it = g(0); log(it.next()); log(it.next(5)); log(it.return(9)); log(it.next());
  async function* h() { for (let i = 0; i < 3; i++) { await null; yield i; } }
  return (async () => { for await (const i of h()) { if (i > 1) break; log(i); } return (await h().next()).value ?? 1; })();
`,
);
test(
  'logical, conditional and optional expressions',
  meansTheSame,
  `
  const o = { f() { return this === o; }, n: null };
  log(o?.f() && o.n?.x, (o.n || o.f)(), o.f?.() ? o.q ?? 1 : 2, (o.n ?? o).f(), delete (o.n && o.f));
  o.n ||= o.m ??= 3; log(o.m, o.n); o.n &&= null; log(o.n);
  const tag = (s, ...v) => s.raw.join('|') + v; log(tag\`a\${o.n || 1}b\${o.m && 2}\`);
  log(typeof undeclared === 'undefined' || undeclared, ((a, b) => (a, b))(1, 2), (() => ({}))(), (() => [] in {})());
`,
);
test(
  'sloppy mode',
  meansTheSame,
  `
  if (true) function f() { return this === globalThis; }
  log(f(), 010, typeof arguments); with ({ p: 7 }) log(p); with ({ p: 8 }) { log(p || 1) }
  var yield_ = 1, await = 2; log(await); delete Object.prototype.nothing;
`,
);
test(
  'directives',
  meansTheSame,
  `'use strict'
  function f() { 'use strict'; 'other'
    return this; }
  function g() { 'use strict' }
  log(f(), g(), (function () { return this })());
`,
);

test(
  'statements that end with their line',
  meansTheSame,
  `
  let a = 'x', b = 0
  a = a.toUpperCase()
  !b && (b = 1)
  log(a, b)
  a = [1].map((x) => x)
  b && a ? log(b) : log(a)
  a = function () { return 1 }
  b || a, log(b)
  if (a) b = a
  !b || log(b)
`,
);

test(
  'lines that only end because a function cannot go on',
  meansTheSame,
  `
  let i = 0, o = { f: null }
  class A { static a = () => {}
    [\`b\${1}\`] = (y) => () => {}
    *c() {}
    d = o.f ?? i++
    ['e'] = 1 }
  log(A.a, new A().b1, new A().c().next(), new A().d, new A().e)
  const f = o.f ? 1 : () => {}
  ;[1].forEach(log)
  const g = (y) => (z) => {}
  ;(log)('paren')
  o.f || i++
  ;[2].forEach(log)
  log(f, g, i)
`.replaceAll('\n  ;', '\n  '),
);
