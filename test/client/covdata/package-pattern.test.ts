// What each kind of pattern matches, and what it does not.

import test, { type ExecutionContext } from 'ava';
import { createPackageFilter } from '../../../client/covdata/package-pattern.js';

const matches = test.macro({
  title: (_, pattern: string) => `createPackageFilter: ${pattern}`,
  exec(t: ExecutionContext, pattern: string, wanted: string[], unwanted: string[]) {
    const filter = createPackageFilter(pattern.split(','), () => 'app/lib') ?? t.fail('no filter');
    t.deepEqual([...wanted, ...unwanted].filter(filter), wanted);
  },
});

test(matches, 'app/a.js', ['app/a.js'], ['app/a.jsx', 'my/app/a.js', 'app/aXjs']);
test(matches, 'app/...', ['app', 'app/a.js', 'app/lib/b.js'], ['application', 'my/app']);
test(matches, 'app...', ['app', 'application', 'app/a'], ['my/app']);
test(matches, '.../lib/...', ['app/lib', 'app/lib/b.js', 'a/b/lib/c'], ['lib', 'app/library']);
test(matches, 'app/*', ['app/a.js'], ['app', 'app/lib/b.js']);
test(matches, 'app/**/b.js', ['app/lib/b.js', 'app/lib/deep/b.js'], ['app/b.js.map']);
test(matches, 'app/?.js', ['app/a.js'], ['app/aa.js', 'app//.js']);
test(matches, './...', ['app/lib', 'app/lib/b.js'], ['app/a.js']);
test(matches, './b.js', ['app/lib/b.js'], ['app/b.js']);
test(matches, 'app/[id].ts,gamma', ['app/[id].ts', 'gamma'], ['app/i.ts']);

test('createPackageFilter has nothing to say without patterns', (t) => {
  t.is(
    createPackageFilter([], () => 'app'),
    undefined,
  );
});
