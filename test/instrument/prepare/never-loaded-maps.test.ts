// Maps of files that the globs want and that nobody has loaded.

import { basename } from 'node:path';
import test from 'ava';
import { neverLoadedMaps } from '../../../instrument/prepare/never-loaded-maps.js';
import { fixture } from '../run-measured.js';

const request = {
  options: {
    mode: 'atomic' as const,
    granularity: 'perblock' as const,
    include: ['src/**'],
    exclude: undefined,
    root: fixture('build'),
  },
  covdVersion: '0.0.0',
};

test('neverLoadedMaps gives the maps of included files that were not loaded', (t) => {
  const isLoaded = (file: string) => basename(file) === 'main.js';
  const maps = [...neverLoadedMaps({ ...request, isLoaded })];
  t.deepEqual(
    maps.map(({ packagePath }) => packagePath),
    ['fixture-build/src/lib/double.cjs', 'fixture-build/src/lib/never.js', 'fixture-build/src/lib/size.js'],
  );
});

test('neverLoadedMaps names a file that cannot be instrumented', (t) => {
  const unmeasured: string[] = [];
  const onUnmeasured = (file: string) => unmeasured.push(basename(file));
  t.is([...neverLoadedMaps({ ...request, isLoaded: () => false, onUnmeasured })].length, 4);
  t.deepEqual(unmeasured, ['broken.js']);
});
