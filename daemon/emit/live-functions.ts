// The counter entries of one module's live functions, as they stand in a counter file. The hot loop of every snapshot.
// Daemon thread.
//
//   entry, all ULEB128: number of units | package index | function index | one count per unit

import type { CoveredModule } from '../totals/module-registry.js';
import type { CounterCopy } from '../totals/module-totals.js';

/** A module's part of a counter file; `functions` is the number of entries in `bytes`. */
export interface LiveFunctions {
  functions: number;
  bytes: Uint8Array;
}

const MAX_ULEB_BYTES = 5;

/** Encodes one module after the other in the same working memory: making it anew each time would cost half as much again. */
export class LiveFunctionEncoder {
  readonly #maxCount: number;
  #counts = new Uint32Array(0);
  #bytes = new Uint8Array(0);

  /** Counts above `maxCount` are written as that: 1 in mode set, 2^32 - 1 else. */
  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  /** Entries of the functions with a unit that ran since `baseline` (undefined: all counters were zero). */
  encode(module: CoveredModule, baseline: CounterCopy | undefined): LiveFunctions {
    const { functionUnits, unitCounters } = module.plan;
    const functions = functionUnits.length - 1;
    this.#makeRoom(unitCounters.length - 1, functions);
    this.#countUnits(module, baseline);
    let end = 0;
    let live = 0;
    for (let f = 0; f < functions; f++) {
      const units = { first: functionUnits[f] as number, end: functionUnits[f + 1] as number };
      if (!hasRun(this.#counts, units.first, units.end)) continue;
      live++;
      end = writeUleb(this.#bytes, end, units.end - units.first);
      end = writeUleb(this.#bytes, end, module.index);
      end = writeUleb(this.#bytes, end, f);
      end = writeCounts(this.#bytes, end, this.#counts, units);
    }
    return { functions: live, bytes: this.#bytes.slice(0, end) };
  }

  #makeRoom(units: number, functions: number): void {
    const bytes = (units + 3 * functions) * MAX_ULEB_BYTES;
    if (units > this.#counts.length) this.#counts = new Uint32Array(2 * units);
    if (bytes > this.#bytes.length) this.#bytes = new Uint8Array(2 * bytes);
  }

  /** Count of every unit of the module since the baseline: the sum of its counters, saturated. */
  #countUnits({ plan, totals }: CoveredModule, baseline: CounterCopy | undefined): void {
    const { unitCounters, counters } = plan;
    const units = unitCounters.length - 1;
    const [counts, maxCount, now] = [this.#counts, this.#maxCount, totals.counters];
    let i = 0;
    for (let u = 0; u < units; u++) {
      const end = unitCounters[u + 1] as number;
      let count = 0;
      for (; i < end; i++) {
        const counter = counters[i] as number;
        count += (now[counter] as number) - (baseline === undefined ? 0 : (baseline[counter] as number));
      }
      // biome-ignore lint/complexity/useMathMinMax: NaN and -0 need no thought in the middle of this loop.
      counts[u] = count < maxCount ? count : maxCount;
    }
  }
}

function hasRun(counts: Uint32Array, first: number, end: number): boolean {
  for (let u = first; u < end; u++) if (counts[u] !== 0) return true;
  return false;
}

function writeCounts(out: Uint8Array, at: number, counts: Uint32Array, units: { first: number; end: number }): number {
  const { end: unitsEnd } = units;
  let end = at;
  for (let u = units.first; u < unitsEnd; u++) {
    const count = counts[u] as number;
    if (count < 0x80) out[end++] = count;
    else end = writeUleb(out, end, count);
  }
  return end;
}

function writeUleb(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    out[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[end++] = rest;
  return end;
}
