// Readers on files that are cut or changed anywhere: an error that names file and offset, or an answer that can be written
// and read again; never anything else, and never for long.

import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { encodeCounterData } from '../../../daemon/files/counter-data-file.js';
import { decodeCounterData } from '../../../daemon/files/counter-data-reader.js';
import { decodeMetaData, encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import { CoverageError } from '../../../instrument/coverage-error.js';
import { readVector } from './go-vectors.js';
import { SAMPLE_META } from './sample-meta-data.js';

const PATH = 'damaged';

const META: [string, Uint8Array][] = [
  ['a1', readVector('a1/covmeta.340379adc382bf338fffa2b7248808de').bytes],
  ['o1', readVector('o1/covmeta.611d4a267b23e4d7f549590161ab7939').bytes],
  ['a file with the extension', Buffer.concat(encodeMetaData(SAMPLE_META))],
];
const COUNTERS: [string, Uint8Array][] = [
  ['a1', readVector('a1/covcounters.340379adc382bf338fffa2b7248808de.1001.1700000000000000001').bytes],
  ['a3, raw', readVector('a3/covcounters.340379adc382bf338fffa2b7248808de.1003.1700000000000000003').bytes],
];

type Answer = (bytes: Uint8Array) => void;

/** Reads, and if that goes well, writes and reads again: the answer must be of one piece. */
const readMeta: Answer = (bytes) => {
  const meta = decodeMetaData(bytes, PATH);
  decodeMetaData(Buffer.concat(encodeMetaData(meta)), PATH);
};
const readCounters: Answer = (bytes) => {
  const data = decodeCounterData(bytes, PATH);
  decodeCounterData(Buffer.concat(encodeCounterData(data)), PATH);
};

/** What is wrong with how the bytes were answered; undefined: nothing. */
function complaint(answer: Answer, bytes: Uint8Array): string | undefined {
  try {
    answer(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof CoverageError) || error.code !== 'ERR_BAD_FILE') return String((error as Error).stack);
    const { path, offset } = error.details ?? {};
    if (path !== PATH || typeof offset !== 'number' || offset < 0 || offset > bytes.length) return `offset ${offset}`;
    return error.message.includes(PATH) ? undefined : error.message;
  }
}

const survives = test.macro((t: ExecutionContext, answer: Answer, damaged: Iterable<Uint8Array>) => {
  for (const bytes of damaged) {
    const text = complaint(answer, bytes);
    if (text !== undefined) return t.fail(text);
  }
  t.pass();
});

function* cuts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
}

/** Each byte in turn: every bit flipped, and the values that numbers and lengths are most easily wrong by. */
function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (const [index, byte] of bytes.entries()) {
    for (const value of [byte ^ 0xff, byte ^ 1, byte ^ 0x80, 0, 0x7f, 0xff, byte + 1, byte - 1]) {
      const changed = Buffer.from(bytes);
      changed[index] = value;
      yield changed;
    }
  }
}

for (const [name, bytes] of META) {
  test(`decodeMetaData answers a file cut at any byte: ${name}`, survives, readMeta, cuts(bytes));
  test(`decodeMetaData answers a file with any byte changed: ${name}`, survives, readMeta, flips(bytes));
}
for (const [name, bytes] of COUNTERS) {
  test(`decodeCounterData answers a file cut at any byte: ${name}`, survives, readCounters, cuts(bytes));
  test(`decodeCounterData answers a file with any byte changed: ${name}`, survives, readCounters, flips(bytes));
}

for (const [name, bytes] of COUNTERS)
  test(`decodeCounterData refuses every cut: ${name}`, (t) => {
    for (const cut of cuts(bytes)) t.throws(() => decodeCounterData(cut, PATH), { code: 'ERR_BAD_FILE' });
  });

const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 });

for (const [verb, answer, files] of [
  ['decodeMetaData', readMeta, META],
  ['decodeCounterData', readCounters, COUNTERS],
] as const)
  for (const [name, bytes] of files)
    test(`${verb} answers any set of changed, cut out and doubled bytes: ${name}`, (t) => {
      fc.assert(
        fc.property(changes, fc.nat(bytes.length), fc.nat(40), fc.boolean(), (values, at, length, doubles) => {
          const part = bytes.subarray(at, doubles ? at + length : at);
          const rest = bytes.subarray(doubles ? at : Math.min(at + length, bytes.length));
          const damaged = Buffer.concat([bytes.subarray(0, at), part, rest]);
          for (const [index, value] of values) damaged[index % damaged.length] = value;
          const text = complaint(answer, damaged);
          if (text !== undefined) throw new Error(text);
        }),
        { numRuns: 2000 },
      );
      t.pass();
    });

test('decodeMetaData bounds the work that shared function records ask for', (t) => {
  const units = Array.from({ length: 20_000 }, (_, i) => [i + 1, 1, i + 1, 2, 1] as const);
  const functions = [{ name: 'f', file: 'f.go', literal: false, units }];
  const many = Array.from({ length: 50_000 }, () => ({ name: 'g', file: 'f.go', literal: false, units: [] }));
  const packages = [{ name: 'p', path: 'p', modulePath: '', functions: [...functions, ...many] }];
  const bytes = Buffer.concat(encodeMetaData({ ...SAMPLE_META, packages, extension: undefined }));
  // Every function's offset becomes that of the first: a billion units in half a megabyte.
  const blob = bytes.readUInt32LE(56);
  for (let fn = 1; fn <= many.length; fn++) bytes.copyWithin(blob + 44 + 4 * fn, blob + 44, blob + 48);
  t.throws(() => decodeMetaData(bytes, PATH), { code: 'ERR_BAD_FILE', message: /more functions and units than/ });
});

test('decodeMetaData reads functions that share a record', (t) => {
  const functions = ['f', 'g'].map((name) => ({
    name,
    file: 'f.go',
    literal: false,
    units: [[1, 1, 2, 1, 1] as const],
  }));
  const packages = [{ name: 'p', path: 'p', modulePath: '', functions }];
  const bytes = Buffer.concat(encodeMetaData({ ...SAMPLE_META, packages, extension: undefined }));
  const blob = bytes.readUInt32LE(56);
  bytes.copyWithin(blob + 48, blob + 44, blob + 48);
  t.deepEqual(decodeMetaData(bytes, PATH).packages[0]?.functions, [functions[0], functions[0]] as typeof functions);
});
