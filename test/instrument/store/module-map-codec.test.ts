// Module maps and skeletons: whole, cut, and over units that there are not.

import test from 'ava';
import { instrumentSource } from '../../../instrument/source/instrument-source.js';
import { decodeModuleMap, encodeModuleMap } from '../../../instrument/store/module-map-codec.js';
import { packSkeleton, unpackSkeleton } from '../../../instrument/store/skeleton-codec.js';

const source = `export function size(x = 1) {
  if (x > 2 && x < 9) return 'middle';
  switch (x) { case 1: return 'one'; default: return [x].map((y) => y + 1); }
}
class Box { #v = size(); get value() { return this.#v ?? 0; } }
`;

function sampleMap() {
  const answer = instrumentSource({
    ...{ file: '/srv/app/size.mjs', source, format: 'module', hash: '0123456789abcdef'.repeat(2) },
    ...{
      mode: 'atomic',
      granularity: 'perblock',
      modulePath: 'app',
      packagePath: 'app/size.mjs',
      packageName: 'size.mjs',
    },
  } as const);
  if (!('map' in answer)) throw new TypeError('wanted an instrumented source');
  return answer.map;
}

test('decodeModuleMap gives back what encodeModuleMap was given', (t) => {
  const map = sampleMap();
  const { istanbul, ...rest } = map;
  const { skeleton, ...decoded } = decodeModuleMap(encodeModuleMap(map), 'here');
  t.deepEqual(decoded, rest);
  const units = map.functions.reduce((sum, fn) => sum + fn.units.length, 0);
  t.deepEqual(skeleton && unpackSkeleton(skeleton, units, 'here'), istanbul);
});

test('decodeModuleMap gives an error that names the file for bytes cut anywhere', (t) => {
  const bytes = encodeModuleMap(sampleMap());
  for (let length = 0; length < bytes.length; length++) {
    t.throws(() => decodeModuleMap(bytes.slice(0, length), '/store/x.covd'), { message: /\/store\/x\.covd/ });
  }
});

test('unpackSkeleton refuses a skeleton over units that there are not', (t) => {
  const skeleton = sampleMap().istanbul;
  if (!skeleton) throw new TypeError('wanted a skeleton');
  const units = Math.max(...skeleton.s.flat(), ...skeleton.b.flat(2)) + 1;
  const bytes = packSkeleton(skeleton);
  t.deepEqual(unpackSkeleton(bytes, units, 'app/size.mjs'), skeleton);
  t.throws(() => unpackSkeleton(bytes, units - 1, 'app/size.mjs'), { code: 'ERR_BAD_FILE', message: /app\/size\.mjs/ });
});
