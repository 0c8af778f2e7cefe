// The totals of one module over all threads of the process, dead ones included. Daemon thread only.

/** Counters of a module at one moment; 4 bytes each as long as every total is below 2^32. */
export type CounterCopy = Uint32Array | Float64Array;

/** Wide, growing totals of a module's counters, exact up to 2^53. */
export class ModuleTotals {
  readonly counters: Float64Array;
  /** What the counters held right after the module's top level ran, summed over threads; undefined until it did. */
  loaded: Float64Array | undefined;
  /** Raised by every fold that changed `counters`; equal versions mean equal counters. */
  version = 0;
  /** Weak: a copy lives as long as some window uses it as its baseline. */
  #copy: { version: number; counters: WeakRef<CounterCopy> } | undefined;

  constructor(counterCount: number) {
    this.counters = new Float64Array(counterCount);
  }

  /** Counters as they are now, not to be written: all callers at one version share one copy. */
  copy(): CounterCopy {
    const known = this.#copy?.version === this.version ? this.#copy.counters.deref() : undefined;
    const counters = known ?? toCompactCopy(this.counters);
    this.#copy = { version: this.version, counters: new WeakRef(counters) };
    return counters;
  }

  /** The baseline that makes the count of each counter what it was right after the module had loaded. */
  copyLessLoaded(): CounterCopy {
    if (this.loaded === undefined) return this.copy();
    const baseline = this.counters.slice();
    for (let i = 0; i < baseline.length; i++) baseline[i] = (baseline[i] as number) - (this.loaded[i] as number);
    return toCompactCopy(baseline);
  }
}

/** One pass by hand: the typed array's own conversion takes three times as long. */
function toCompactCopy(counters: Float64Array): CounterCopy {
  const copy = new Uint32Array(counters.length);
  for (let i = 0; i < counters.length; i++) {
    const count = counters[i] as number;
    if (count > 0xffff_ffff) return counters.slice();
    copy[i] = count;
  }
  return copy;
}
