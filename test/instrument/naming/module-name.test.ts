import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'ava';
import { ModuleNames } from '../../../instrument/naming/module-name.js';

test('ModuleNames.nameOf takes the name of the nearest package.json that has one', (t) => {
  const root = createTree({ 'package.json': '{"name":"outer"}', 'lib/package.json': '{"type":"module"}' });
  t.deepEqual(new ModuleNames(root).nameOf(join(root, 'lib', 'a.js')), {
    modulePath: 'outer',
    packagePath: 'outer/lib/a.js',
    packageName: 'a.js',
  });
});

test('ModuleNames.nameOf prefers a nested package, its scope included', (t) => {
  const root = createTree({ 'package.json': '{"name":"outer"}', 'lib/package.json': '{"name":"@a/inner"}' });
  t.is(new ModuleNames(root).nameOf(join(root, 'lib', 'sub', 'a.js')).packagePath, '@a/inner/sub/a.js');
});

test("ModuleNames.nameOf takes the root directory's base name where no package.json has a name", (t) => {
  const root = createTree({ 'package.json': 'not JSON' });
  t.is(new ModuleNames(root).nameOf(join(root, 'lib', 'a.js')).packagePath, `${basename(root)}/lib/a.js`);
});

function createTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'covd-names-'));
  mkdirSync(join(root, 'lib', 'sub'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}
