// The totals of one module over all threads of the process, dead ones included. Daemon thread only.

/** Counters of a module at one moment; 4 bytes each as long as every total is below 2^32. */
export type CounterCopy = Uint32Array | Float64Array;

/** Where windows that share it count from. Made by `takeBaseline`, and overwritten by it once only one window uses it. */
export interface Baseline {
  counters: CounterCopy;
  /** Version of the totals that the counters are a copy of; undefined: they are less by what the top level had counted. */
  version: number | undefined;
  /** Number of windows that use it. */
  users: number;
}

/** Wide, growing totals of a module's counters, exact up to 2^53. */
export class ModuleTotals {
  readonly counters: Float64Array;
  /** What the counters held right after the module's top level ran, summed over threads; undefined until it did. */
  loaded: Float64Array | undefined;
  /** Raised by every fold that changed `counters`; equal versions mean equal counters, and at 0 all are zero. */
  version = 0;
  /** The newest copy of the totals that some window uses. */
  #shared: Baseline | undefined;

  constructor(counterCount: number) {
    this.counters = new Float64Array(counterCount);
  }

  /** The baseline at which nothing has been counted yet, in place of the window's `old` one. Windows at one version share it. */
  takeBaseline(old: Baseline | undefined): Baseline {
    if (old?.version === this.version) return old;
    const shared = this.#shared?.version === this.version && this.#shared.users > 0 ? this.#shared : undefined;
    if (shared) {
      if (old) this.dropBaseline(old);
      shared.users++;
      return shared;
    }
    const isOwn = old?.users === 1;
    if (old && !isOwn) this.dropBaseline(old);
    const counters = toCompactCopy(this.counters, isOwn ? old.counters : undefined);
    this.#shared = Object.assign(isOwn ? old : { users: 1 }, { counters, version: this.version });
    return this.#shared;
  }

  /** The baseline that makes the count of each counter what it was right after the module had loaded, in place of `old`. */
  takeLoadBaseline(old: Baseline | undefined): Baseline {
    if (this.loaded === undefined) return this.takeBaseline(old);
    if (old) this.dropBaseline(old);
    const baseline = this.counters.slice();
    for (let i = 0; i < baseline.length; i++) baseline[i] = (baseline[i] as number) - (this.loaded[i] as number);
    return { counters: toCompactCopy(baseline), version: undefined, users: 1 };
  }

  /** A window uses its baseline no more. */
  dropBaseline(baseline: Baseline): void {
    baseline.users--;
    if (baseline.users === 0 && this.#shared === baseline) this.#shared = undefined;
  }
}

/** One pass by hand: the typed array's own conversion takes three times as long. Writes to `into` where that will do. */
function toCompactCopy(counters: Float64Array, into?: CounterCopy): CounterCopy {
  const copy = into instanceof Uint32Array ? into : new Uint32Array(counters.length);
  for (let i = 0; i < counters.length; i++) {
    const count = counters[i] as number;
    if (count > 0xffff_ffff) return counters.slice();
    copy[i] = count;
  }
  return copy;
}
