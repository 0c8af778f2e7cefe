// The counter entries of one module's live functions, as they stand in a counter file. The hot loop of every snapshot.
// Daemon thread.
//
//   entry, all ULEB128: number of units | package index | function index | one count per unit

import type { CoveredModule } from '../totals/module-registry.js';
import type { CounterCopy } from '../totals/module-totals.js';
import { SUM_OF_COUNTERS, type UnitPlan } from '../totals/unit-plan.js';

/** A module's part of a counter file; `functions` is the number of entries in `bytes`. */
export interface LiveFunctions {
  functions: number;
  bytes: Uint8Array;
}

const MAX_ULEB_BYTES = 5;

/** Encodes one module after the other in the same working memory: making it anew each time would cost half as much again. */
export class LiveFunctionEncoder {
  readonly #maxCount: number;
  #bytes = new Uint8Array(0);
  #zeros = new Uint32Array(0);

  /** Counts above `maxCount` are written as that: 1 in mode set, 2^32 - 1 else. */
  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  /** Entries of the functions with a unit that ran since `baseline` (undefined: all counters were zero). */
  encode({ index, plan, totals }: CoveredModule, baseline: CounterCopy | undefined): LiveFunctions {
    const { functionUnits } = plan;
    const functions = functionUnits.length - 1;
    this.#makeRoom(plan, totals.counters.length);
    const before = baseline ?? this.#zeros;
    const units: Units = { first: 0, end: 0, plan, now: totals.counters, before, max: this.#maxCount };
    const out = this.#bytes;
    let end = 0;
    let live = 0;
    for (let f = 0; f < functions; f++) {
      units.first = functionUnits[f] as number;
      units.end = functionUnits[f + 1] as number;
      const start = writeUleb(out, writeUleb(out, writeUleb(out, end, units.end - units.first), index), f);
      const entryEnd = writeCounts(out, start, units);
      if (entryEnd < 0) continue;
      end = entryEnd;
      live++;
    }
    return { functions: live, bytes: out.slice(0, end) };
  }

  #makeRoom({ functionUnits, unitCounters }: UnitPlan, counters: number): void {
    const bytes = (unitCounters.length + 3 * functionUnits.length) * MAX_ULEB_BYTES;
    if (bytes > this.#bytes.length) this.#bytes = new Uint8Array(2 * bytes);
    if (counters > this.#zeros.length) this.#zeros = new Uint32Array(2 * counters);
  }
}

/** Units `first` to `end - 1` of a plan, and what their counters held then and hold now. No count is written as more than `max`. */
interface Units {
  first: number;
  end: number;
  plan: UnitPlan;
  now: Float64Array;
  before: CounterCopy;
  max: number;
}

/** Returns where the counts end, or -1 if all are zero: what was written is void then. */
function writeCounts(out: Uint8Array, at: number, units: Units): number {
  const { now, before, max, end: unitsEnd } = units;
  const { unitCounter } = units.plan;
  let end = at;
  let any = 0;
  for (let u = units.first; u < unitsEnd; u++) {
    const counter = unitCounter[u] as number;
    const sum =
      counter === SUM_OF_COUNTERS ? sumOfCounters(units, u) : (now[counter] as number) - (before[counter] as number);
    // As 32 bits without a sign: what follows are integer operations only.
    const count = Math.min(sum, max) | 0;
    any |= count;
    if ((count & ~0x7f) === 0) out[end++] = count;
    else end = writeUleb(out, end, count);
  }
  return any === 0 ? -1 : end;
}

function sumOfCounters({ plan, now, before }: Units, unit: number): number {
  const { unitCounters, counters } = plan;
  const end = unitCounters[unit + 1] as number;
  let sum = 0;
  for (let i = unitCounters[unit] as number; i < end; i++) {
    const counter = counters[i] as number;
    sum += (now[counter] as number) - (before[counter] as number);
  }
  return sum;
}

/** `value` is taken as 32 bits without a sign. */
function writeUleb(out: Uint8Array, at: number, value: number): number {
  let rest = value | 0;
  let end = at;
  while ((rest & ~0x7f) !== 0) {
    out[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[end++] = rest;
  return end;
}
