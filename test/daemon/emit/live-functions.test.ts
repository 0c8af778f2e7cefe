// Entries of live functions, against the plainest way to make them.

import test from 'ava';
import fc from 'fast-check';
import { LiveFunctionEncoder } from '../../../daemon/emit/live-functions.js';
import { SnapshotBuffers } from '../../../daemon/emit/snapshot-buffers.js';
import { encodeFunctionRun } from '../../../daemon/files/counter-data-file.js';
import type { CounterCopy } from '../../../daemon/totals/module-totals.js';
import { coveredModule } from '../covered-module.js';

const COUNTERS = 12;
const MODULE = 3;

const units = fc.array(fc.array(fc.nat(COUNTERS - 1), { minLength: 1, maxLength: 3 }), { maxLength: 14 });
/** Small, of each number of bytes, and around the bounds of 31, 32 and 53 bits. */
const count = fc.oneof(
  ...[0, 3, 127, 128, 0x3fff, 0x4000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40].map((n) => fc.constant(n)),
  fc.nat(1000),
);
const counts = fc.array(count, { minLength: COUNTERS, maxLength: COUNTERS });

/** The entries of functions whose units are sums of `counters`, no count above `max`. */
function plainEntries(functions: number[][][], counters: number[], max: number): Uint8Array {
  const entries = functions.map((fn, index) => ({
    package: MODULE,
    function: index,
    counters: fn.map((unit) =>
      Math.min(
        max,
        unit.reduce((sum, counter) => sum + (counters[counter] ?? 0), 0),
      ),
    ),
  }));
  return encodeFunctionRun(entries.filter((entry) => entry.counters.some((value) => value > 0)));
}

const encodesPlainly = test.macro({
  exec: (t, _: string, max: number, toCopy: (counters: number[]) => CounterCopy | undefined) => {
    const encoder = new LiveFunctionEncoder(max);
    const buffers = new SnapshotBuffers();
    fc.assert(
      fc.property(fc.array(units, { maxLength: 4 }), counts, counts, (functions, before, growth) => {
        const baseline = toCopy(before);
        const starts = before.map((_value, i) => baseline?.[i] ?? 0);
        const module = coveredModule(MODULE, [...functions, [[COUNTERS - 1]]]);
        module.totals.counters.set(starts.map((start, i) => start + (growth[i] ?? 0)));
        const output = buffers.take();
        output.reserve(1);
        output.bytes[0] = 7;
        output.length = 1;
        const live = encoder.append(output, module, baseline);
        const expected = plainEntries([...functions, [[COUNTERS - 1]]], growth, max);
        const found = output.bytes.slice(1, output.length);
        buffers.release(output);
        return output.bytes[0] === 7 && Buffer.compare(found, expected) === 0 && live >= 0;
      }),
      { numRuns: 500 },
    );
    t.pass();
  },
  title: (_, name) => `LiveFunctionEncoder.append writes what the plain encoder would, ${name}`,
});
test(encodesPlainly, 'since the start', 0xffff_ffff, () => undefined);
test(encodesPlainly, 'since a baseline of 32 bits', 0xffff_ffff, (counters) => Uint32Array.from(counters));
test(encodesPlainly, 'since a baseline above 2^32', 0xffff_ffff, (counters) => Float64Array.from(counters));
test(encodesPlainly, 'with no count above 1, as in mode set', 1, () => undefined);

test('LiveFunctionEncoder.append returns how many functions are live', (t) => {
  const module = coveredModule(0, [[[0]], [[1], [2]], [[0, 1]]]);
  module.totals.counters[0] = 1;
  t.is(new LiveFunctionEncoder(0xffff_ffff).append(new SnapshotBuffers().take(), module, undefined), 2);
});
