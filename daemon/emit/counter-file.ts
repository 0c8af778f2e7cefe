// The counter file of one window at this moment. Daemon thread.

import { argsOfProcess } from '../files/counter-args.js';
import { joinCounterData } from '../files/counter-data-file.js';
import type { CoveredModule } from '../totals/module-registry.js';
import type { CounterCopy } from '../totals/module-totals.js';
import type { CoverageWindow } from '../windows/coverage-window.js';
import type { LiveFunctionEncoder, LiveFunctions } from './live-functions.js';

/** What a counter file says of its program: its hash, process.argv, files it could not measure, the caller's label. */
export interface CounterFileOptions {
  hash: string;
  argv: readonly string[];
  /** Reasons by absolute path. */
  unmeasured: ReadonlyMap<string, string>;
  label?: string | undefined;
}

/** Encodes the counters of some modules since a window's baselines; remembers each module's part as long as it is kept. */
export class CounterFileEncoder {
  readonly #window: CoverageWindow;
  readonly #encoder: LiveFunctionEncoder;
  readonly #encoded = new Map<CoveredModule, { version: number; baseline: CounterCopy | undefined } & LiveFunctions>();

  constructor(window: CoverageWindow, encoder: LiveFunctionEncoder) {
    this.#window = window;
    this.#encoder = encoder;
  }

  /** The file in pieces; the totals must have been folded just before. */
  encode(modules: readonly CoveredModule[], { hash, ...options }: CounterFileOptions): Uint8Array[] {
    const runs = modules.map((module) => this.#encodeModule(module)).filter(({ functions }) => functions > 0);
    return joinCounterData({
      hash,
      args: argsOf(options),
      entries: runs.reduce((sum, { functions }) => sum + functions, 0),
      runs: runs.map(({ bytes }) => bytes),
    });
  }

  /** A module whose totals and baseline are those of the last time costs nothing. */
  #encodeModule(module: CoveredModule): LiveFunctions {
    const { version } = module.totals;
    const baseline = this.#window.baselineOf(module.totals);
    const known = this.#encoded.get(module);
    if (known?.version === version && known.baseline === baseline) return known;
    const encoded = { version, baseline, ...this.#encoder.encode(module, baseline) };
    this.#encoded.set(module, encoded);
    return encoded;
  }
}

function argsOf({ argv, unmeasured, label }: Omit<CounterFileOptions, 'hash'>): Record<string, string> {
  return {
    ...argsOfProcess(argv),
    ...(unmeasured.size > 0 && { unmeasured: JSON.stringify(Object.fromEntries(unmeasured)) }),
    ...(label !== undefined && { label }),
  };
}
