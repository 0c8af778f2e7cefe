// Makes the benchmark's input: a program of many packages and the counter files of many runs of it, some functions live in
// each, counts from 1 to millions as real ones are (mostly small). The same every time. Runs in the benchmark's own process.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCounterData } from '../../../dist/daemon/files/counter-data-file.js';
import { encodeMetaData } from '../../../dist/daemon/files/meta-data-file.js';

const UNITS_PER_FUNCTION = 10;
const FUNCTIONS_PER_PACKAGE = 100;

/** Writes covmeta and `files` counter files of `counters` counters each into `directory`. */
export function writeSample(directory, { files, counters }) {
  const hash = 'bead'.repeat(8);
  const packages = makePackages(counters);
  mkdirSync(directory, { recursive: true });
  const meta = { hash, mode: 'atomic', granularity: 'perblock', packages, extension: undefined };
  writeFileSync(join(directory, `covmeta.${hash}`), Buffer.concat(encodeMetaData(meta)));
  const next = createRandom(1);
  const args = { argc: '1', argv0: '/srv/app', GOOS: 'linux', GOARCH: 'amd64' };
  for (let run = 0; run < files; run++) {
    const functions = packages.flatMap((pkg, index) => pkg.functions.map((_, fn) => makeEntry(index, fn, next)));
    const path = join(directory, `covcounters.${hash}.${1000 + run}.${1700000000000000000n + BigInt(run)}`);
    writeFileSync(path, Buffer.concat(encodeCounterData({ hash, args, functions })));
  }
}

function makePackages(counters) {
  const perPackage = UNITS_PER_FUNCTION * FUNCTIONS_PER_PACKAGE;
  return Array.from({ length: counters / perPackage }, (_, index) => ({
    name: `p${index}`,
    path: `example.com/sample/p${index}`,
    modulePath: 'example.com/sample',
    functions: Array.from({ length: FUNCTIONS_PER_PACKAGE }, (_, fn) => makeFunction(index, fn)),
  }));
}

function makeFunction(pkg, fn) {
  const line = fn * 40 + 1;
  const units = Array.from({ length: UNITS_PER_FUNCTION }, (_, i) => [
    line + 3 * i,
    5,
    line + 3 * i + 2,
    9,
    1 + (i % 4),
  ]);
  return { name: `Function${fn}`, file: `example.com/sample/p${pkg}/file.go`, literal: false, units };
}

/** Counts as programs have them: a third zero, most below 128, some in the millions. */
function makeEntry(pkg, fn, next) {
  const counters = Array.from({ length: UNITS_PER_FUNCTION }, () => {
    const kind = next() % 100;
    if (kind < 33) return 0;
    if (kind < 80) return 1 + (next() % 100);
    return kind < 95 ? next() % 10_000 : next() % 3_000_000;
  });
  return { package: pkg, function: fn, counters };
}

/** xorshift32, so that two machines measure the same bytes. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
