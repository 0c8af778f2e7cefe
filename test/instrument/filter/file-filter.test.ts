// The compiled filter against test-exclude itself.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { compileFilter, createTestExclude } from '../../../instrument/filter/compile-filter.js';
import { FileFilter } from '../../../instrument/filter/file-filter.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const ROOT = '/app';
const FILES = [
  'index',
  'src/a',
  'src/deep/b.test',
  'test/c',
  'tests/x',
  'test/x',
  'src/__tests__/d',
  'coverage/e',
  'dist/f.d',
]
  .concat(['packages/p/test/g', '.hidden/h', 'src/.dot', 'node_modules/i/j', 'src/node_modules/k', 'a.config'])
  .concat(['babel.config', 'src/test-helper', 'src/spec/l', 'lib/m-test', '.eslintrc', 'webpack.config', '[x]', 'ünï'])
  .flatMap((name) => ['.js', '.mjs', '.cjs', '.ts', '.tsx', '.json', '.mts'].map((extension) => name + extension))
  .flatMap((path) => [`${ROOT}/${path}`, `/elsewhere/${path}`]);

for (const [what, include, exclude] of [
  ["nyc's defaults", [], undefined],
  ['an include', ['src/**'], undefined],
  ['a directory without stars', ['src', 'lib/'], []],
  ['excludes of its own', [], ['**/*.test.js', 'dist']],
  ['an exclude that goes by the first letters of names', [], ['src/a*', 'test/x*']],
  ['a negated exclude', [], ['**/deep/**', '!**/deep/b.*']],
  ['node_modules taken in again', [], ['!**/node_modules/**']],
  ['a negated include', ['**', '!src/**'], []],
  ['extended globs', ['@(src|lib)/**', '**/+(a|x).js', 'test?(s)/*'], ['src/!(a)', '**/*(b).*']],
  ['slashes that need not be there', ['**/index.*', 'src/**/a.*', './lib/**'], []],
  ['what lies below a star', ['src/*/**', '*/**'], ['packages/*/**', 'lib/*/**']],
  ['braces, classes and question marks', ['{src,lib}/**/[a-m]*', '?nd*.js'], []],
] as const) {
  test(`FileFilter.includes says what test-exclude says for ${what}`, (t) => {
    const globs = { cwd: ROOT, include: [...include], exclude: exclude && [...exclude] };
    const judge = createTestExclude(globs);
    const filter = createFilter(globs);
    const differing = FILES.filter((file) => filter.includes(file) !== judge.shouldInstrument(file));
    t.deepEqual(differing, []);
    t.true(FILES.some((file) => filter.includes(file)));
  });
}

test("FileFilter.includes never says yes to covd's own code or to the claims of a build", (t) => {
  const filter = createFilter({ cwd: ROOT, include: [], exclude: [] });
  t.false(filter.includes(`${ROOT}/covd/dist/client/index.js`));
  t.false(filter.includes(`${ROOT}/out/.covd/0123.mjs`));
  t.true(filter.includes(`${ROOT}/covd/distant.js`));
});

test('FileFilter.includes loads no patterns for files in node_modules or elsewhere', (t) => {
  const compile = () => t.fail() as never;
  const filter = new FileFilter({
    options: { root: ROOT, include: [], exclude: undefined },
    ownDirectory: '/covd',
    storeDirectory: () => undefined,
    compile,
  });
  t.false(filter.includes(`${ROOT}/node_modules/a/index.js`));
  t.false(filter.includes('/elsewhere/index.js'));
  t.false(filter.includes(`${ROOT}/data.json`));
});

test('FileFilter.includes takes a kept filter only for the globs that it was compiled from', (t) => {
  const directory = temporaryDirectory(t);
  const options = { root: ROOT, include: ['src/**'], exclude: [] };
  let compiled = 0;
  const compile = () => {
    compiled++;
    return compileFilter({ cwd: ROOT, ...options });
  };
  const ask = () => {
    const filter = new FileFilter({ options, ownDirectory: '/covd', storeDirectory: () => directory, compile });
    return [filter.includes(`${ROOT}/src/a.js`), filter.includes(`${ROOT}/lib/a.js`)];
  };
  t.deepEqual([ask(), ask(), compiled], [[true, false], [true, false], 1]);
  const path = join(directory, readdirSync(directory)[0] ?? '');
  writeFileSync(path, readFileSync(path, 'utf8').replace('src/**', 'lib/**'));
  t.deepEqual([ask(), compiled], [[true, false], 2]);
});

test('FileFilter.includes takes a name that begins with its only dot for one without extension', (t) => {
  const filter = createFilter({ cwd: ROOT, include: [], exclude: [] });
  t.deepEqual([filter.includes(`${ROOT}/.js`), filter.includes(`${ROOT}/..js`)], [false, true]);
});

function createFilter({
  cwd,
  ...globs
}: {
  cwd: string;
  include: string[];
  exclude: string[] | undefined;
}): FileFilter {
  return new FileFilter({
    options: { root: cwd, ...globs },
    ownDirectory: `${ROOT}/covd/dist`,
    storeDirectory: () => undefined,
    compile: ({ root, include, exclude }) => compileFilter({ cwd: root, include, exclude }),
  });
}
