// Whatever is written is read again as it was.

import test from 'ava';
import fc from 'fast-check';
import { encodeCounterData } from '../../../daemon/files/counter-data-file.js';
import { decodeCounterData } from '../../../daemon/files/counter-data-reader.js';
import { decodeMetaData, encodeMetaData } from '../../../daemon/files/meta-data-file.js';

/** Numbers of every ULEB128 length. */
const u32 = fc.integer({ min: 0, max: 32 }).chain((bits) => fc.integer({ min: 0, max: 2 ** bits - 1 }));
const text = fc.string({ unit: 'binary', maxLength: 20 });
const hash = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));

const functionCounts = fc.record({
  package: u32,
  function: u32,
  counters: fc.array(u32, { maxLength: 60 }).map((values) => Uint32Array.from(values)),
});

const metaFunction = fc.record({
  name: text,
  file: text,
  literal: fc.boolean(),
  units: fc.array(fc.tuple(u32, u32, u32, u32, u32), { maxLength: 8 }),
});

const metaPackage = fc.record({
  name: text,
  path: text.filter((path) => path !== ''),
  modulePath: text,
  functions: fc.array(metaFunction, { maxLength: 6 }),
});

test('decodeCounterData gives back whatever encodeCounterData was given', (t) => {
  const counterData = fc.record({
    hash,
    args: fc.dictionary(text, text, { maxKeys: 6 }).map(({ argc: _, ...args }) => ({ ...args })),
    functions: fc.array(functionCounts, { maxLength: 12 }),
  });
  fc.assert(
    fc.property(counterData, (data) => {
      t.deepEqual(decodeCounterData(Buffer.concat(encodeCounterData(data)), 'x'), data);
    }),
    { numRuns: 300 },
  );
});

test('decodeMetaData gives back whatever encodeMetaData was given', (t) => {
  const metaData = fc.record({
    hash,
    mode: fc.constantFrom('set' as const, 'count' as const, 'atomic' as const),
    granularity: fc.constantFrom('perblock' as const, 'perfunc' as const),
    packages: fc.array(metaPackage, { maxLength: 5 }),
    extension: fc.constant(undefined),
  });
  fc.assert(
    fc.property(metaData, (meta) => {
      t.deepEqual(decodeMetaData(Buffer.concat(encodeMetaData(meta)), 'x'), meta);
    }),
    { numRuns: 300 },
  );
});
