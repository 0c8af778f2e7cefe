// Units and functions of transpiled sources, at the author's positions.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { transformSync } from 'esbuild';
import { temporaryDirectory } from '../../temporary-directory.js';
import { instrument, runProgram } from './run-instrumented.js';

const AUTHOR = `interface Options {
  deep: boolean;
}

export function walk(options: Options): number {
  const inner = (depth: number) => {
    return depth;
  };
  return options.deep ? inner(2) : 0;
}
`;

const transpile = (sourcemap: 'inline' | 'external') =>
  transformSync(AUTHOR, { loader: 'ts', sourcemap, sourcefile: '../src/walk.ts', format: 'esm' });

test('AuthorPositions leads units and functions back by an inline source map', (t) => {
  const { map } = instrument({
    source: transpile('inline').code,
    file: '/app/dist/walk.js',
    packagePath: 'app/dist/walk.js',
    format: 'module',
  });
  const functions = map.functions.filter(({ name }) => name === 'walk' || name === 'inner');
  t.deepEqual(
    functions.map(({ name, file, units }) => [name, file, units[0]?.startLine, units[0]?.statements]),
    [
      ['walk', 'app/src/walk.ts', 5, 2],
      ['inner', 'app/src/walk.ts', 6, 1],
    ],
  );
});

test('AuthorPositions counts no statements in code that the author did not write', (t) => {
  const { code, map: sourceMap } = transpile('external');
  const { mappings, ...rest } = JSON.parse(sourceMap) as { mappings: string };
  const shifted = JSON.stringify({ ...rest, mappings: `;${mappings}` });
  const source = `helper(); helper(() => 1);\n${code}//# sourceMappingURL=data:application/json,${encodeURIComponent(shifted)}`;
  const { map } = instrument({ source, file: '/app/dist/walk.js', format: 'module' });
  const statements = map.functions.flatMap(({ units }) => units.map((unit) => unit.statements));
  // const inner, return, return depth: esbuild's helpers for CommonJS have more.
  t.is(
    statements.reduce((sum, count) => sum + count),
    3,
  );
  t.true((map.istanbul?.s.length ?? 0) > 3);
});

test('AuthorPositions keeps the source map in the skeleton, its sources absolute', (t) => {
  const { map } = instrument({ source: transpile('inline').code, file: '/app/dist/walk.js', format: 'module' });
  t.like(map.istanbul?.inputSourceMap, { sources: ['/app/src/walk.ts'], sourceRoot: '' });
});

test('AuthorPositions reads a source map beside the source', (t) => {
  const directory = temporaryDirectory(t);
  const { code, map } = transpile('external');
  writeFileSync(join(directory, 'walk.js.map'), map);
  const source = `${code}//# sourceMappingURL=walk.js.map\n`;
  const file = join(directory, 'walk.js');
  const instrumented = instrument({ source, file, packagePath: 'app/dist/walk.js', format: 'module' });
  t.is(instrumented.map.functions.find(({ name }) => name === 'walk')?.file, 'app/src/walk.ts');
});

const leavesPositions = test.macro({
  title: (what) => `AuthorPositions leaves positions as they are with ${what}`,
  exec(t, url: string) {
    const { map } = instrument({ source: `function f() {}\n//# sourceMappingURL=${url}`, file: '/app/a.js' });
    t.like(map.functions[1], { file: 'app/program.js', units: { 0: { startLine: 1, startColumn: 14 } } });
    t.is(map.istanbul?.inputSourceMap, undefined);
  },
});

test('a source map that is missing', leavesPositions, 'nowhere.js.map');
test('a source map that is broken', leavesPositions, 'data:application/json,{"version":3');
test('a source map that is no source map', leavesPositions, 'data:application/json;base64,bnVsbA==');

test('AuthorPositions changes nothing in what runs', async (t) => {
  const source = `${transpile('inline').code.replace(/export \{[^}]*\};?/, '')}\nlog(walk({ deep: true }));`;
  t.deepEqual((await runProgram(source, 'atomic')).output, (await runProgram(source)).output);
});
