// The counter entries of one module's live functions, as they stand in a counter file. The hot loops of every snapshot.
// Daemon thread.
//
//   entry, all ULEB128: number of units | package index | function index | one count per unit

import type { CoveredModule } from '../totals/module-registry.js';
import type { CounterCopy } from '../totals/module-totals.js';
import { SUM_OF_COUNTERS, type UnitPlan } from '../totals/unit-plan.js';
import type { SnapshotBuffer } from './snapshot-buffers.js';

const MAX_ULEB_BYTES = 5;

/** Encodes one module after the other in the same working memory: making it anew each time would cost half as much again. */
export class LiveFunctionEncoder {
  readonly #maxCount: number;
  #zeros = new Uint32Array(0);
  /** What each counter of the module has counted, as 32 bits; `#counts` is the same memory without a sign. */
  #bits = new Int32Array(0);
  #counts = new Uint32Array(0);

  /** Counts above `maxCount` are written as that: 1 in mode set, 2^32 - 1 else. */
  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  /**
   * Appends the entries of the functions with a unit that ran since `baseline` (undefined: all counters were zero) to
   * `output`; returns how many.
   */
  append(output: SnapshotBuffer, { index, plan, totals }: CoveredModule, baseline: CounterCopy | undefined): number {
    this.#makeRoom(totals.counters.length);
    const [max, bits] = [this.#maxCount, this.#bits];
    if (subtractCounters(bits, { now: totals.counters, before: baseline ?? this.#zeros, max }) === 0) return 0;
    const { functionUnits, unitCounters } = plan;
    output.reserve((unitCounters.length + 3 * functionUnits.length) * MAX_ULEB_BYTES);
    const units: Units = { first: 0, end: 0, plan, bits, counts: this.#counts, max };
    const out = output.bytes;
    let end = output.length;
    let live = 0;
    for (let f = 0; f < functionUnits.length - 1; f++) {
      units.first = functionUnits[f] as number;
      units.end = functionUnits[f + 1] as number;
      const start = writeUleb(out, writeUleb(out, writeUleb(out, end, units.end - units.first), index), f);
      const entryEnd = writeCounts(out, start, units);
      if (entryEnd < 0) continue;
      end = entryEnd;
      live++;
    }
    output.length = end;
    return live;
  }

  #makeRoom(counters: number): void {
    if (counters <= this.#zeros.length) return;
    this.#zeros = new Uint32Array(2 * counters);
    this.#bits = new Int32Array(2 * counters);
    this.#counts = new Uint32Array(this.#bits.buffer);
  }
}

/** Counters of a module at two moments; no difference is taken as more than `max`. */
interface CounterSpan {
  now: Float64Array;
  before: CounterCopy;
  max: number;
}

/** Writes the difference of each counter, as 32 bits without a sign; returns 0 only if all are zero. */
function subtractCounters(bits: Int32Array, { now, before, max }: CounterSpan): number {
  let any = 0;
  for (let i = 0; i < now.length; i++) {
    // As an integer at once: the loop takes half the time.
    const count = Math.min((now[i] as number) - (before[i] as number), max) | 0;
    bits[i] = count;
    any |= count;
  }
  return any;
}

/** Units `first` to `end - 1` of a plan, and what their counters have counted. No count is written as more than `max`. */
interface Units {
  first: number;
  end: number;
  plan: UnitPlan;
  bits: Int32Array;
  counts: Uint32Array;
  max: number;
}

/**
 * Returns where the counts end, or -1 if all are zero: what was written is void then. Four units a turn take half the
 * time of one, mostly because four small counts move the end only once.
 */
function writeCounts(out: Uint8Array, at: number, units: Units): number {
  const { bits, first, end: unitsEnd } = units;
  const { unitCounter } = units.plan;
  const whole = first + ((unitsEnd - first) & ~3);
  let end = at;
  let any = 0;
  for (let u = first; u < whole; u += 4) {
    const i = unitCounter[u] as number;
    const j = unitCounter[u + 1] as number;
    const k = unitCounter[u + 2] as number;
    const l = unitCounter[u + 3] as number;
    const areSingle = (i | j | k | l) >= 0;
    const a = areSingle ? (bits[i] as number) : countOf(units, u);
    const b = areSingle ? (bits[j] as number) : countOf(units, u + 1);
    const c = areSingle ? (bits[k] as number) : countOf(units, u + 2);
    const d = areSingle ? (bits[l] as number) : countOf(units, u + 3);
    const all = a | b | c | d;
    any |= all;
    if ((all & ~0x7f) === 0) {
      out[end] = a;
      out[end + 1] = b;
      out[end + 2] = c;
      out[end + 3] = d;
      end += 4;
    } else {
      end = writeUleb(out, writeUleb(out, writeUleb(out, writeUleb(out, end, a), b), c), d);
    }
  }
  for (let u = whole; u < unitsEnd; u++) {
    const count = countOf(units, u);
    any |= count;
    end = writeUleb(out, end, count);
  }
  return any === 0 ? -1 : end;
}

/**
 * The count of unit `unit`, as 32 bits. A counter that has counted more than `max` is taken as `max`, and so is every sum
 * that it is part of.
 */
function countOf({ plan, bits, counts, max }: Units, unit: number): number {
  const counter = plan.unitCounter[unit] as number;
  if (counter !== SUM_OF_COUNTERS) return bits[counter] as number;
  const { unitCounters, counters } = plan;
  const end = unitCounters[unit + 1] as number;
  let sum = 0;
  for (let i = unitCounters[unit] as number; i < end; i++) sum += counts[counters[i] as number] as number;
  return Math.min(sum, max) | 0;
}

/** `value` is taken as 32 bits without a sign. */
function writeUleb(out: Uint8Array, at: number, value: number): number {
  if ((value & ~0x7f) === 0) {
    out[at] = value;
    return at + 1;
  }
  if ((value & ~0x3fff) === 0) {
    out[at] = value | 0x80;
    out[at + 1] = value >>> 7;
    return at + 2;
  }
  return writeLongUleb(out, at, value);
}

function writeLongUleb(out: Uint8Array, at: number, value: number): number {
  let rest = value | 0;
  let end = at;
  while ((rest & ~0x7f) !== 0) {
    out[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[end++] = rest;
  return end;
}
