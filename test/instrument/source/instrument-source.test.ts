// Small programs, run instrumented: what is counted and what the text looks like.

import test from 'ava';
import { instrumentSource } from '../../../instrument/source/instrument-source.js';
import { instrument, runProgram, unitCounts } from './run-instrumented.js';

test('instrumentSource counts a block each time it runs, and its arms', async (t) => {
  const run = await runProgram('for (let i = 0; i < 5; i++) { if (i > 2) log(i); else log(-i); }', 'atomic');
  t.deepEqual(unitCounts(run), [1, 5, 2, 3]);
});

test('instrumentSource marks 1 in mode set, however often a block runs', async (t) => {
  const run = await runProgram('for (let i = 0; i < 5; i++) if (i > 7) log(i)', 'set');
  t.deepEqual([...run.counters], [1, 1, 0, 1]);
});

test('instrumentSource needs one counter a function at perfunc', async (t) => {
  const run = await runProgram('function f(a) { return a ? 1 : 2 } f(0); f(1);', 'atomic', 'perfunc');
  t.deepEqual([...run.counters], [1, 2]);
});

test('instrumentSource keeps every line in its place', (t) => {
  const source = '#!/usr/bin/env node\n"use strict"\n\nif (a)\n  b()\nelse\n  c()\nconst f = () =>\n  // c\n  a && b\n';
  const bare = (text: string) => text.split('\n').map((line) => line.replace(/\$c\w+\[\d+\]\+\+|[(){};,\s]/g, ''));
  t.deepEqual(bare(instrument({ source }).code), bare(source));
});

const prologueMacro = test.macro({
  title: (what) => `instrumentSource lets a prologue in ${what}`,
  exec(t, source: string, expected: string) {
    const file = source.startsWith('-->') ? '/app/a.js' : '/app/a.ts';
    const { code, prologueOffset } = instrument({ source, format: 'commonjs', file });
    t.is(code.slice(0, prologueOffset), expected);
  },
});

test('at the start', prologueMacro, 'import "a"', '');
test('behind a hashbang', prologueMacro, '#!/bin/x\n', '#!/bin/x\n');
test('behind a hashbang alone', prologueMacro, '#!/bin/x', '#!/bin/x\n');
test('behind a comment that needs the start of its line', prologueMacro, '--> c', '--> c\n');
test('behind directives', prologueMacro, '"a"; "b"\nf()', '"a"; "b"\n;');
test('before decorators', prologueMacro, '/* c */ @d export class A {}', '/* c */ ');

test('instrumentSource leaves types alone and measures the code in TypeScript', (t) => {
  const source = `
    interface I { m(): void }
    declare function g(): void;
    enum E { A = 1 }
    abstract class C<T> { abstract m(): void; private x?: number = f() as number; constructor(public y = 1) {} }
    export const f = <T,>(a: T, b: (c: T) => T = (c) => c): T => b(a)!;
    type Q = typeof f extends () => void ? 1 : 2;
    namespace N { export const z = f(1) satisfies number }
  `;
  const { map } = instrument({ source, format: 'module', file: '/app/a.ts' });
  t.deepEqual(
    map.functions.map(({ name }) => name),
    ['<module>', 'C.constructor', 'f', 'b'],
  );
});

test('instrumentSource names functions by declaration, inference, class, and else by position', (t) => {
  const source = 'a.b = function () {};\nclass A { static m() {} get [x]() {} set s(v) {} }\nf(() => {})';
  t.deepEqual(
    instrument({ source }).map.functions.map(({ name, literal }) => [name, literal]),
    [
      ['<module>', false],
      ['a.b', false],
      ['A.m', false],
      ['func.L2.C25', true],
      ['A.set s', false],
      ['func.L3.C3', true],
    ],
  );
});

test('instrumentSource groups counters by function in source order', (t) => {
  const { map } = instrument({ source: 'if (a) { f(() => b ? 1 : 2) } function f() { while (1); }' });
  const groups = map.functions.map(({ firstCounter, counterCount }) => [firstCounter, counterCount]);
  t.deepEqual(groups, [
    [0, 3],
    [3, 3],
    [6, 2],
  ]);
  t.is(map.counterCount, 8);
});

test('instrumentSource reports a source that asks to be left alone', (t) => {
  const result = instrumentSource({
    ...{ file: '/a.js', source: '/* istanbul ignore file */ f()', format: 'commonjs', hash: '0'.repeat(32) },
    ...{ mode: 'atomic', granularity: 'perblock', modulePath: 'a', packagePath: 'a/a.js', packageName: 'a.js' },
  });
  t.true('ignored' in result);
});

test('instrumentSource throws ERR_INSTRUMENT with file and position for a syntax error', (t) => {
  const error = t.throws(() => instrument({ source: 'a\n  = = 1', file: '/app/bad.js' }), { code: 'ERR_INSTRUMENT' });
  t.regex(error.message, /^parse \/app\/bad\.js:2:5: /);
});
