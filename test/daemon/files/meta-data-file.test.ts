// Meta-data files, against those that Go wrote.

import test, { type ExecutionContext } from 'ava';
import { programHash, rewrittenHash } from '../../../daemon/files/coverage-hash.js';
import { decodeMetaData, encodeMetaData, readMetaDataLayout } from '../../../daemon/files/meta-data-file.js';
import { encodePackage } from '../../../daemon/files/package-blob.js';
import { readVector, type VectorFile, vectorFiles } from './go-vectors.js';
import { SAMPLE_META } from './sample-meta-data.js';

const A1 = readVector('a1/covmeta.340379adc382bf338fffa2b7248808de');

for (const vector of vectorFiles('covmeta.'))
  test(`encodeMetaData makes Go's bytes again: ${vector.name}`, (t) => {
    const meta = decodeMetaData(vector.bytes, vector.path);
    t.deepEqual(Buffer.concat(encodeMetaData(meta)), Buffer.from(vector.bytes));
  });

const isNamedFor = test.macro((t: ExecutionContext, vector: VectorFile, hash: (vector: VectorFile) => string) => {
  t.true(vector.name.endsWith(`covmeta.${hash(vector)}`), hash(vector));
});

for (const name of [
  A1.name,
  's1/covmeta.a9d4105a415fa0c2d5302277d36888d4',
  'f1/covmeta.4c9ce97ebb9ca4decad65b0ff7c97a9c',
])
  test(`programHash is the hash in the name of what a Go program wrote: ${name}`, isNamedFor, readVector(name), hashOf);

test(
  'rewrittenHash is the hash in the name of what merge -pkg wrote',
  isNamedFor,
  readVector('m-pkg/covmeta.ef421f245c709c6f1cd3b68bdd0e5c64'),
  ({ bytes, path }) =>
    rewrittenHash(
      readMetaDataLayout(bytes, path).packages.map(({ start, end }) => bytes.subarray(start, end)),
      'atomic',
      'perblock',
    ),
);

test('decodeMetaData gives back what encodeMetaData was given, extension included', (t) => {
  t.deepEqual(decodeMetaData(Buffer.concat(encodeMetaData(SAMPLE_META)), 'covmeta.x'), SAMPLE_META);
});

test('encodeMetaData gives header, tables, each package and the extension as pieces of their own', (t) => {
  const pieces = encodeMetaData(SAMPLE_META);
  t.deepEqual(
    pieces.slice(0, 3).map((piece) => piece.length),
    [56, 18, encodePackage(SAMPLE_META.packages[0] ?? t.fail()).blob.length],
  );
  t.is(pieces.length, 4);
});

test('decodeMetaData finds no extension behind what Go wrote plus foreign bytes', (t) => {
  const bytes = Buffer.concat([A1.bytes, Buffer.alloc(33_000, 'x')]);
  t.is(decodeMetaData(bytes, 'covmeta.x').extension, undefined);
});

const refuses = test.macro((t: ExecutionContext, change: (bytes: Buffer) => Buffer, offset: number, text: RegExp) => {
  const bytes = change(Buffer.from(A1.bytes));
  t.like(
    t.throws(() => decodeMetaData(bytes, 'covmeta.bad'), { message: text }),
    {
      code: 'ERR_BAD_FILE',
      details: { path: 'covmeta.bad', offset },
    },
  );
});

const patch =
  (offset: number, ...values: number[]) =>
  (bytes: Buffer) => {
    bytes.set(values, offset);
    return bytes;
  };

test('decodeMetaData refuses a foreign magic number', refuses, patch(0, 1), 0, /magic number/);
test('decodeMetaData refuses version 2', refuses, patch(4, 2), 4, /version 2 \(expected 1\)/);
test('decodeMetaData refuses a length beyond the file', refuses, patch(9, 9), 8, /length 2325 in a file of 533 bytes/);
test('decodeMetaData refuses a number of packages beyond the file', refuses, patch(18, 1), 16, /65538 packages/);
test('decodeMetaData refuses mode 0', refuses, patch(48, 0), 48, /counter mode 0/);
test('decodeMetaData refuses granularity 3', refuses, patch(49, 3), 49, /granularity 3/);
test('decodeMetaData refuses a package of 8 bytes', refuses, patch(72, 8, 0), 90, /package of 8 bytes/);
test('decodeMetaData refuses an offset behind the end', refuses, patch(58, 1), 72, /behind the end/);
test('decodeMetaData refuses a package without path', refuses, patch(98, 0), 98, /without an import path/);
test('decodeMetaData refuses a function record in its own table', refuses, patch(134, 44), 134, /record at 44/);
test('decodeMetaData refuses an unknown string', refuses, patch(94, 11), 298, /string 11 of a table of 11/);

test('decodeMetaData accepts version 0, as Go does', (t) => {
  t.is(decodeMetaData(patch(4, 0)(Buffer.from(A1.bytes)), 'x').packages.length, 2);
});

function hashOf({ bytes, path }: VectorFile): string {
  const { packages, mode, granularity } = decodeMetaData(bytes, path);
  return programHash(
    packages.map((pkg) => encodePackage(pkg).hash),
    mode,
    granularity,
  );
}
