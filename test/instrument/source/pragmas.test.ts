// Comments that exclude code, against what Istanbul makes of them.

import test from 'ava';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { skeletonDifference } from './compare-skeleton.js';
import { istanbulCoverageOf } from './istanbul-reference.js';
import { instrument, runProgram } from './run-instrumented.js';

const asIstanbul = test.macro({
  title: (what) => `Pragmas excludes ${what} as Istanbul does`,
  async exec(t, source: string) {
    const { istanbul } = instrument({ source }).map;
    const expected: FileCoverageData = istanbulCoverageOf(source, '/app/program.js', false);
    t.is(skeletonDifference(istanbul, expected), undefined);
    t.deepEqual((await runProgram(source, 'atomic')).output, (await runProgram(source)).output);
  },
});

test(
  'statements',
  asIstanbul,
  `
  /* istanbul ignore next */ log(1); log(2);
  // istanbul ignore next -- with a reason
  // and another comment
  if (p) { log(() => 3) } else log(4);
  /* istanbul ignore nextable */ log(5); /* istanbul ignore next */
  var p = 1, /* istanbul ignore next */ q = 2, r = /* istanbul ignore next */ () => 3;
  for (const x of [1, 2]) { /* istanbul ignore next */ if (x) continue; log(x); }
`,
);
test(
  'arms of if',
  asIstanbul,
  `
  var a = 0;
  /* istanbul ignore if */ if (a) { log(1) } else { log(2) }
  /* istanbul ignore else */ if (a) log(1); else log(2)
  /* istanbul ignore else: never */ if (a) log(1);
  if (a) log(0); else /* istanbul ignore if */ if (!a) log(1); else /* istanbul ignore next */ { log(2 || 3) }
  if (!a) /* istanbul ignore next */ { log(a && 1) }
`,
);
test(
  'operands, arms and defaults',
  asIstanbul,
  `
  const f = (a, /* istanbul ignore next */ b = () => 1, c = /* istanbul ignore next */ 2 || 3) => a && /* istanbul ignore next */ b || c;
  log(f(1), f(0) ? /* istanbul ignore next */ 1 : /* istanbul ignore next */ (2), /* istanbul ignore next */ f(0) ? 1 : 2);
  var v = /* istanbul ignore next */ f(1) || f(2), w = [/* istanbul ignore next */ v || 1];
  log(w[0], f(1) || /* istanbul ignore next */ f(1) && f(2), f(/* istanbul ignore next */ (() => 5), function () {}));
`,
);
test(
  'functions, classes and members',
  asIstanbul,
  `
  /* istanbul ignore next */ function f() { return a || b }
  /* istanbul ignore next */ class A { m() { return 1 } }
  class B { /* istanbul ignore next */ m() { return 1 } n() { return 2 } /* istanbul ignore next */ a = () => 1; b = () => 2;
    /* istanbul ignore next */ #p() { return 3 } /* istanbul ignore next */ get q() { return this.#p() } static { /* istanbul ignore next */ log(1) } }
  const o = { /* istanbul ignore next */ a: () => 1, /* istanbul ignore next */ m() { return 2 }, n() {} }, b = new B();
  switch (b.n()) { /* istanbul ignore next */ case 1: log(1); case 2: log(2 && o) } log(b.a(), b.b(), b.q);
`,
);

test(
  'all arms of a branch, whose key Istanbul then leaves out',
  asIstanbul,
  `
  var a = 1; log(a ? /* istanbul ignore next */ 1 : /* istanbul ignore next */ 2, a ? 3 : 4); switch (a) {} log(a && 5);
  switch (a) { /* istanbul ignore next */ case 1: log(1) } log(/* istanbul ignore next */ a || /* istanbul ignore next */ 6, a || 7);
`,
);

test(
  'bodies, declarations in heads of loops, operands in parentheses and values of nameless fields',
  asIstanbul,
  `
  function f(a = 1) /* istanbul ignore next */ { log(a && 1) } f(); log(1 || 2); for (/* istanbul ignore next */ let i = 0; i < 1; i++) log(i);
  for (/* istanbul ignore next */ const { b = 1 } of [{}]) log(b || 3); log((/* istanbul ignore next */ f) && f() || 4, 5 ? 6 : 7);
  log((/* istanbul ignore next */ (0) || (1)) ?? 2); new class { #p = /* istanbul ignore next */ (a) => a || 1; ['q'] = /* istanbul ignore next */ () => 2; }();
`,
);

const excludesLines = test.macro({
  title: (pragma) => `Pragmas knows ${pragma}`,
  exec(t, source: string, ...counted: string[]) {
    const { istanbul } = instrument({ source }).map;
    const lines = source.split('\n');
    const text = istanbul?.statementMap.map(({ start, end }) =>
      lines[(start.line ?? 0) - 1]?.slice(start.column, end.column),
    );
    t.deepEqual(text, counted);
  },
});

test('c8 ignore next', excludesLines, '/* c8 ignore next */\na();\nb();\nc() /* c8 ignore next */;', 'b();');
test('c8 ignore next N', excludesLines, '/* c8 ignore next 2 */\na();\nb();\nc();', 'c();');
test(
  'c8 ignore start and stop',
  excludesLines,
  'a();\n/* c8 ignore start */\nb();\n/* c8 ignore stop */\nc();',
  'a();',
  'c();',
);
test('v8 ignore next, which means the node', excludesLines, '/* v8 ignore next */\nif (a)\n  b();\nc();', 'c();');
test('v8 ignore next N, which means lines', excludesLines, '/* v8 ignore next 2 */\na();\nb();\nc();', 'c();');
test('v8 ignore start without an end', excludesLines, 'a();\n// v8 ignore start\nb();\nfunction f() { c() }', 'a();');
test('node:coverage ignore next', excludesLines, '/* node:coverage ignore next */\na();\nb();', 'b();');
test(
  'node:coverage disable and enable',
  excludesLines,
  '/* node:coverage disable */ a(); /* node:coverage enable */ b();',
  'b();',
);

test('Pragmas leaves no counter in a range that is excluded', (t) => {
  const source = '/* c8 ignore start */ function f(a) { return a ? 1 : 2 } /* c8 ignore stop */ f();';
  const { map } = instrument({ source });
  t.deepEqual([map.functions.length, map.counterCount], [1, 1]);
});
