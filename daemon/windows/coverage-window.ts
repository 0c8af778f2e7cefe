// A window: what was counted since its baseline. Daemon thread only. Nobody ever zeroes a counter; a clear remembers
// where the totals stood, so any number of windows watch one process without disturbing each other.

import type { Baseline, ModuleTotals } from '../totals/module-totals.js';

/** A baseline per module; modules without one (loaded since the last clear) count from zero. */
export class CoverageWindow {
  readonly #baselines = new Map<ModuleTotals, Baseline>();
  /** Raised by each clear. */
  version = 0;

  /** The counters of `totals` at the last clear; undefined: all zero. */
  baselineOf(totals: ModuleTotals): Baseline | undefined {
    return this.#baselines.get(totals);
  }

  /**
   * Moves the baseline of every module up to its totals (`zero`), or to what makes its counts those right after its
   * top level ran (`load`). The totals must not be folded between the snapshot that this clear belongs to and here.
   */
  clear(modules: Iterable<ModuleTotals>, to: 'zero' | 'load' = 'zero'): void {
    for (const totals of modules) {
      if (totals.version === 0) continue;
      const old = this.#baselines.get(totals);
      this.#baselines.set(totals, to === 'zero' ? totals.takeBaseline(old) : totals.takeLoadBaseline(old));
    }
    this.version++;
  }

  /** Lets other windows have its baselines; it counts from zero after that. */
  close(): void {
    for (const [totals, baseline] of this.#baselines) totals.dropBaseline(baseline);
    this.#baselines.clear();
  }
}
