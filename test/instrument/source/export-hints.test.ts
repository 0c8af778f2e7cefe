// Node's own lexer of CommonJS exports (up to 24.0) over instrumented texts: it finds in them what it finds in the sources.

import test from 'ava';
import { initSync, parse } from 'cjs-module-lexer';
import type { Granularity } from '../../../instrument/coverage-options.js';
import { instrumentSource } from '../../../instrument/source/instrument-source.js';

initSync();

function instrument(source: string, granularity: Granularity, format: 'commonjs' | 'module' = 'commonjs'): string {
  const names = { modulePath: 'app', packagePath: 'app/a.js', packageName: 'a.js' };
  const input = {
    file: '/app/a.js',
    source,
    format,
    hash: 'a'.repeat(32),
    mode: 'atomic',
    granularity,
    ...names,
  } as const;
  const answer = instrumentSource(input);
  return 'code' in answer ? answer.code : source;
}

const sorted = (text: string) => {
  const { exports, reexports } = parse(text);
  return { exports: [...exports].sort(), reexports: [...reexports].sort() };
};

const isFound = test.macro({
  title: (what = '') => `exportHints lets Node find ${what}`,
  exec(t, source: string) {
    const { exports, reexports } = sorted(source);
    t.true(exports.length + reexports.length > 0, 'found in the source');
    for (const granularity of ['perblock', 'perstmt', 'perfunc'] as const) {
      t.deepEqual(sorted(instrument(source, granularity)), { exports, reexports }, granularity);
    }
  },
});

test(
  "TypeScript's re-exports",
  isFound,
  `var b_1 = require('./b');
Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b_1.a; } });
Object.defineProperty(exports, 'b-c', { enumerable: true, get: function () { return b_1["b-c"]; } });
exports.d = 1`,
);
test(
  "Babel's re-exports of all",
  isFound,
  `Object.defineProperty(exports, "__esModule", { value: true });
var _b = require("./b");
Object.keys(_b).forEach(function (key) {
  if (key === "default" || key === "__esModule") return;
  if (key in exports && exports[key] === _b[key]) return;
  Object.defineProperty(exports, key, { enumerable: true, get: function () { return _b[key]; } });
});
exports.own = function () {};
// no line break at the end`,
);
test("TypeScript's re-exports of all", isFound, `exports.a = 1; __exportStar(require("./b"), exports);`);
test("esbuild's annotation", isFound, `var x = make(); module.exports = x; 0 && (module.exports = { a, b });`);
test(
  'exports in a branch',
  isFound,
  `if (flag) { module.exports = require('./a'); } else { module.exports = require('./b'); }`,
);

test('exportHints adds nothing where Node finds all by itself', (t) => {
  const code = instrument('Object.defineProperty(exports, "a", { value: 1 });\nexports.b = () => 2;', 'perblock');
  t.is(code.split('\n').length, 2);
});

for (const getter of [
  '{ enumerable: false, get: function () { return b.a; } }',
  '{ enumerable: !0, get: function () { return b.a; } }',
  '{ get: function () { return make(b).a; } }',
]) {
  test(`exportHints does not let Node find what it leaves out: ${getter}`, (t) => {
    const source = `exports.a = exports.c = void 0; Object.defineProperty(exports, "a", ${getter});`;
    t.deepEqual(sorted(source).exports, ['c']);
    t.deepEqual(sorted(instrument(source, 'perblock')).exports, ['c']);
  });
}

test('exportHints adds nothing to an ES module', (t) => {
  const source = `let exports = {};
Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b.a; } });`;
  t.is(instrument(source, 'perblock', 'module').split('\n').length, 2);
});
