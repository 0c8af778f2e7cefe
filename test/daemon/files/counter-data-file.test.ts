// Counter files, against those that Go wrote.

import test, { type ExecutionContext } from 'ava';
import { encodeCounterData, encodeFunctionRun, joinCounterData } from '../../../daemon/files/counter-data-file.js';
import { decodeCounterData, openCounterData } from '../../../daemon/files/counter-data-reader.js';
import type { CounterData } from '../../../daemon/files/coverage-data.js';
import { readVector, vectorFiles } from './go-vectors.js';

const A1 = readVector('a1/covcounters.340379adc382bf338fffa2b7248808de.1001.1700000000000000001');
const A3 = readVector('a3/covcounters.340379adc382bf338fffa2b7248808de.1003.1700000000000000003');
const HASH = '340379adc382bf338fffa2b7248808de';

for (const vector of vectorFiles('covcounters.'))
  test(`encodeCounterData keeps what Go wrote: ${vector.name}`, (t) => {
    const data = decodeCounterData(vector.bytes, vector.path);
    t.deepEqual(decodeCounterData(Buffer.concat(encodeCounterData(data)), 'again'), data);
  });

test('decodeCounterData reads ULEB128 counters and args', (t) => {
  t.deepEqual(decodeCounterData(A1.bytes, A1.path), {
    hash: HASH,
    args: { argc: '3', argv0: '/opt/prog', argv1: '-x', argv2: 'hello world', GOOS: 'linux', GOARCH: 'amd64' },
    functions: [entry(0, 0, [1, 0, 5]), entry(0, 3, [300, 0]), entry(1, 0, [1]), entry(1, 1, [1, 0, 1, 128])],
  });
});

test('decodeCounterData reads raw counters up to 2^32 - 1', (t) => {
  t.deepEqual(decodeCounterData(A3.bytes, A3.path).functions, [
    entry(0, 0, [0, 0, 4294967290]),
    entry(0, 1, [65536]),
    entry(0, 4, [2]),
    entry(1, 1, [4294967295, 0, 0, 3]),
  ]);
});

test('decodeCounterData reads big-endian raw counters', (t) => {
  const bytes = Buffer.from(A3.bytes);
  bytes[25] = 1;
  bytes.subarray(140, bytes.length - 16).swap32();
  t.deepEqual(decodeCounterData(bytes, 'x').functions, decodeCounterData(A3.bytes, A3.path).functions);
});

test('decodeCounterData reads overlong numbers', (t) => {
  const run = Buffer.from([0x81, 0x00, 0, 0x80, 0x80, 0x00, 0xac, 0x82, 0x80, 0x80, 0x80, 0x00]);
  const bytes = Buffer.concat(joinCounterData({ hash: HASH, args: {}, entries: 1, runs: [run] }));
  t.deepEqual(decodeCounterData(bytes, 'x').functions, [entry(0, 0, [300])]);
});

test('encodeCounterData pads every length of args to a multiple of 4', (t) => {
  for (let length = 0; length < 8; length++) {
    const data: CounterData = { hash: HASH, args: { label: 'x'.repeat(length) }, functions: [entry(0, 0, [7])] };
    const [header, segment] = encodeCounterData(data);
    t.is(((header?.length ?? 0) + (segment?.length ?? 0)) % 4, 0);
    t.deepEqual(decodeCounterData(Buffer.concat(encodeCounterData(data)), 'x'), data);
  }
});

test('joinCounterData makes of runs what encodeCounterData makes of their functions', (t) => {
  const functions = [entry(0, 0, [1, 2]), entry(0, 1, [0xffff_ffff]), entry(1, 0, [])];
  const runs = [functions.slice(0, 1), functions.slice(1)].map(encodeFunctionRun);
  t.deepEqual(
    Buffer.concat(joinCounterData({ hash: HASH, args: {}, entries: 3, runs })),
    Buffer.concat(encodeCounterData({ hash: HASH, args: {}, functions })),
  );
});

test('encodeCounterData gives header, segment header, each run and the footer as pieces of their own', (t) => {
  const functions = Array.from({ length: 3 }, (_, index) => entry(0, index, Array(20_000).fill(1)));
  t.is(encodeCounterData({ hash: HASH, args: {}, functions }).length, 5);
});

test('openCounterData says that a second segment is there', (t) => {
  const seg2 = vectorFiles('covcounters.').find(({ name }) => name.startsWith('seg2'));
  t.is(openCounterData(seg2?.bytes ?? t.fail(), 'x').segments, 2);
});

const refuses = test.macro((t: ExecutionContext, change: (bytes: Buffer) => Buffer, offset: number, text: RegExp) => {
  const bytes = change(Buffer.from(A1.bytes));
  t.like(
    t.throws(() => decodeCounterData(bytes, 'covcounters.bad'), { message: text }),
    {
      code: 'ERR_BAD_FILE',
      details: { path: 'covcounters.bad', offset },
    },
  );
});

const patch =
  (offset: number, ...values: number[]) =>
  (bytes: Buffer) => {
    bytes.set(values, offset);
    return bytes;
  };

test('decodeCounterData refuses a foreign magic number', refuses, patch(0, 1), 0, /magic number/);
test('decodeCounterData refuses version 2', refuses, patch(4, 2), 4, /version 2 \(expected 1\)/);
test('decodeCounterData refuses flavour 3', refuses, patch(24, 3), 24, /flavour 3/);
test(
  'decodeCounterData refuses bytes behind the footer',
  refuses,
  (b) => Buffer.concat([b, Buffer.of(0)]),
  165,
  /no footer/,
);
test('decodeCounterData refuses 0 segments', refuses, patch(172, 0), 172, /without segments/);
test('decodeCounterData refuses fewer entries than there are', refuses, patch(32, 3), 156, /no footer where the last/);
test('decodeCounterData refuses more entries than there are', refuses, patch(32, 5), 164, /only 0 of 1 bytes/);
test('decodeCounterData refuses strings beyond the file', refuses, patch(42, 1), 40, /strings and args/);
test('decodeCounterData refuses a key that comes twice', refuses, patch(127, 3), 127, /"GOARCH" a second time/);
test('decodeCounterData refuses an argc that is no number', refuses, patch(80, 0x78), 129, /argc "x"/);
test('decodeCounterData refuses counters beyond the file', refuses, patch(140, 0x7f), 140, /127 counters in 21 bytes/);

function entry(pkg: number, fn: number, counters: number[]) {
  return { package: pkg, function: fn, counters: Uint32Array.from(counters) };
}
