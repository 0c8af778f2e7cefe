// Names by package.json files above a source.

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ModuleNames } from '../../../instrument/naming/module-name.js';
import { temporaryDirectory } from '../../temporary-directory.js';

test('ModuleNames.nameOf takes the name of the nearest package.json that has one', (t) => {
  const root = createTree(t, { 'package.json': '{"name":"outer"}', 'lib/package.json': '{"type":"module"}' });
  t.deepEqual(new ModuleNames(root).nameOf(join(root, 'lib', 'a.js')), {
    modulePath: 'outer',
    packagePath: 'outer/lib/a.js',
    packageName: 'a.js',
  });
});

test('ModuleNames.nameOf prefers a nested package, its scope included', (t) => {
  const root = createTree(t, { 'package.json': '{"name":"outer"}', 'lib/package.json': '{"name":"@a/inner"}' });
  t.is(new ModuleNames(root).nameOf(join(root, 'lib', 'sub', 'a.js')).packagePath, '@a/inner/sub/a.js');
});

test("ModuleNames.nameOf takes the root directory's base name where no package.json has a name", (t) => {
  const root = createTree(t, { 'package.json': 'not JSON' });
  t.is(new ModuleNames(root).nameOf(join(root, 'lib', 'a.js')).packagePath, `${basename(root)}/lib/a.js`);
});

function createTree(t: ExecutionContext, files: Record<string, string>): string {
  const root = temporaryDirectory(t);
  mkdirSync(join(root, 'lib', 'sub'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}
