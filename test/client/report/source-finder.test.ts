// Sources that have stayed, changed, moved or gone.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import test from 'ava';
import { SourceFinder, type SourceQuery } from '../../../client/report/source-finder.js';
import { writeSources } from './measure-program.js';

const TEXT = 'let a = "ä";\n';

function query(settings: Partial<SourceQuery>): SourceQuery {
  const sourceHash = createHash('sha256').update(TEXT).digest('hex').slice(0, 32);
  return { loadedAs: undefined, importPath: 'app/src/a.js', modulePath: 'app', sourceHash, lastLine: 0, ...settings };
}

test('SourceFinder finds a file where the program loaded it', async (t) => {
  const root = await writeSources(t, { 'elsewhere/b.js': TEXT });
  const path = join(root, 'elsewhere/b.js');
  t.deepEqual(new SourceFinder([]).find(query({ loadedAs: path })), { path, state: 'same', text: TEXT });
});

test('SourceFinder gives no text of a file that has changed', async (t) => {
  const root = await writeSources(t, { 'a.js': `${TEXT}\n` });
  const path = join(root, 'a.js');
  t.deepEqual(new SourceFinder([]).find(query({ loadedAs: path })), { path, state: 'changed', text: undefined });
});

test('SourceFinder reports the path as measured of a file that is gone', (t) => {
  const loadedAs = '/nowhere/a.js';
  t.deepEqual(new SourceFinder(['/']).find(query({ loadedAs })), { path: loadedAs, state: 'missing', text: undefined });
});

test('SourceFinder looks in directories, the module path taken off, for a file of another machine', async (t) => {
  const root = await writeSources(t, { 'src/a.js': TEXT });
  const found = new SourceFinder(['/nowhere', root]).find(query({ loadedAs: '/container/src/a.js' }));
  t.deepEqual(found, { path: join(root, 'src/a.js'), state: 'same', text: TEXT });
});

test('SourceFinder prefers the right text in a directory to a changed one where it was loaded', async (t) => {
  const root = await writeSources(t, { 'changed.js': 'x', 'src/a.js': TEXT });
  const found = new SourceFinder([root]).find(query({ loadedAs: join(root, 'changed.js') }));
  t.is(found.path, join(root, 'src/a.js'));
});

test('SourceFinder takes a byte order mark for no change', async (t) => {
  const root = await writeSources(t, { 'src/a.js': `\uFEFF${TEXT}` });
  t.is(new SourceFinder([root]).find(query({})).state, 'same');
});

test('SourceFinder finds sources of Go by the module line of go.mod', async (t) => {
  const root = await writeSources(t, { 'go.mod': '// hi\nmodule example.com/mod\n', 'alpha/a.go': 'package alpha\n' });
  const importPath = 'example.com/mod/alpha/a.go';
  const found = new SourceFinder([root]).find(query({ importPath, modulePath: '', sourceHash: undefined }));
  t.deepEqual(found, { path: join(root, 'alpha/a.go'), state: 'unchecked', text: 'package alpha\n' });
});

test('SourceFinder says that a file without hash has changed when it is too short', async (t) => {
  const root = await writeSources(t, { 'src/a.js': 'one\ntwo\n' });
  const find = (lastLine: number) => new SourceFinder([root]).find(query({ sourceHash: undefined, lastLine }));
  t.is(find(3).state, 'unchecked');
  t.is(find(4).state, 'changed');
});
