// Trees read from memory, against the same trees from JSON text.

import test from 'ava';
import { TreeParser } from '../../../instrument/source/tree-parser.js';

/** Enough source for all that follow it to be read from memory. */
const ENOUGH = 'a();\n'.repeat(20_000);
const GIBIBYTE = 2 ** 30;

type Options = Parameters<TreeParser['parse']>[2];

function parse(parser: TreeParser, source: string, lang: 'js' | 'tsx' = 'js'): unknown {
  const options: Options = { lang, sourceType: 'module', preserveParens: false, astType: 'js' };
  const { program, comments, errors } = parser.parse(`/app/program.${lang}`, source, options);
  return JSON.parse(JSON.stringify({ program, comments, errors }, (_key, value) => describe(value)));
}

function describe(value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value instanceof RegExp ? String(value) : value;
}

const readsAlike = test.macro({
  title: (what) => `TreeParser reads the same tree out of memory as out of JSON text, with ${what}`,
  exec(t, source: string, lang?: 'tsx') {
    const memory = new TreeParser();
    parse(memory, ENOUGH);
    t.deepEqual(parse(memory, source, lang), parse(new TreeParser(), source, lang));
  },
});

test('a hashbang and comments', readsAlike, '#!/usr/bin/env node\n// one\n/* two */ a(); /* three */');
test('characters of two, three and four bytes', readsAlike, 'é("ü€𝒳"); /* € */ b`𝒳`; "\\ud800";');
test(
  'literals of all kinds',
  readsAlike,
  '1n; /a/v; 1e3; "x"; `y`; null; true; ({ __proto__: 1, a, b() {}, get c() {} });',
);
test('types and elements', readsAlike, 'let a = b as any; enum E { A } const c = <d.e f={g!}>{...h}</d.e>;', 'tsx');
test('a mistake', readsAlike, 'let a; let a;');
test('nothing in it', readsAlike, '');

test.serial('TreeParser reads small sources from memory behind the first 100,000 code units', (t) => {
  const { ArrayBuffer: RealArrayBuffer } = globalThis;
  const parser = new TreeParser();
  const reserved: number[] = [];
  try {
    globalThis.ArrayBuffer = class extends RealArrayBuffer {
      constructor(length: number) {
        super(length);
        reserved.push(length);
      }
    } as ArrayBufferConstructor;
    parse(parser, 'a();');
    t.deepEqual(reserved, []);
    parse(parser, ENOUGH);
    parse(parser, 'a();');
  } finally {
    globalThis.ArrayBuffer = RealArrayBuffer;
  }
  t.deepEqual(reserved, [6 * GIBIBYTE - 16]);
});

test.serial('TreeParser reads JSON text where the address space is refused, and asks for it once', (t) => {
  const { ArrayBuffer: RealArrayBuffer } = globalThis;
  const expected = parse(new TreeParser(), 'a();');
  const parser = new TreeParser();
  let asked = 0;
  try {
    globalThis.ArrayBuffer = class {
      constructor() {
        asked++;
        throw new RangeError('Array buffer allocation failed');
      }
    } as unknown as ArrayBufferConstructor;
    parse(parser, ENOUGH);
    t.deepEqual(parse(parser, 'a();'), expected);
  } finally {
    globalThis.ArrayBuffer = RealArrayBuffer;
  }
  t.is(asked, 1);
});
