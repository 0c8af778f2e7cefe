// The counter file of one window at this moment. Daemon thread.

import { argsOfProcess } from '../files/counter-args.js';
import { joinCounterData } from '../files/counter-data-file.js';
import type { CoveredModule } from '../totals/module-registry.js';
import type { Baseline } from '../totals/module-totals.js';
import type { CoverageWindow } from '../windows/coverage-window.js';
import type { LiveFunctionEncoder } from './live-functions.js';
import type { SnapshotBuffer, SnapshotBuffers } from './snapshot-buffers.js';

/** What a counter file says of its program: its hash, process.argv, files it could not measure, the caller's label. */
export interface CounterFileOptions {
  hash: string;
  argv: readonly string[];
  /** Reasons by absolute path. */
  unmeasured: ReadonlyMap<string, string>;
  label?: string | undefined;
}

/** A counter file in pieces, which later snapshots overwrite after `release`; call that once. */
export interface CounterFileSnapshot {
  pieces: Uint8Array[];
  release(): void;
}

/** Working memory that all encoders of a process share. */
export interface EncoderMemory {
  functions: LiveFunctionEncoder;
  buffers: SnapshotBuffers;
}

/** A module's part of the last snapshot: bytes `start` to `end - 1`, with `functions` entries. */
interface EncodedModule {
  version: number;
  baseline: Baseline | undefined;
  baselineVersion: number | undefined;
  start: number;
  end: number;
  functions: number;
}

/** Encodes the counters of some modules since a window's baselines; remembers the last snapshot until `close`. */
export class CounterFileEncoder {
  readonly #window: CoverageWindow;
  readonly #memory: EncoderMemory;
  readonly #encoded = new Map<CoveredModule, EncodedModule>();
  /** What the parts in `#encoded` are parts of. */
  #last: SnapshotBuffer | undefined;

  constructor(window: CoverageWindow, memory: EncoderMemory) {
    this.#window = window;
    this.#memory = memory;
  }

  /** The totals must have been folded just before. */
  encode(modules: readonly CoveredModule[], { hash, ...options }: CounterFileOptions): CounterFileSnapshot {
    const { buffers } = this.#memory;
    if (!this.#last || !modules.every((module) => this.#isEncoded(module))) this.#encodeModules(modules);
    const last = this.#last as SnapshotBuffer;
    let entries = 0;
    for (const { functions } of this.#encoded.values()) entries += functions;
    const runs = last.length > 0 ? [last.bytes.subarray(0, last.length)] : [];
    buffers.retain(last);
    const pieces = joinCounterData({ hash, args: argsOf(options), entries, runs });
    return { pieces, release: () => buffers.release(last) };
  }

  /** Forgets the last snapshot. */
  close(): void {
    if (this.#last) this.#memory.buffers.release(this.#last);
    this.#last = undefined;
  }

  #encodeModules(modules: readonly CoveredModule[]): void {
    const { buffers } = this.#memory;
    const previous = this.#last;
    const next = buffers.take();
    // Should this fail half-way, the parts are parts of nothing: the next snapshot makes all of them anew.
    this.#last = undefined;
    for (const module of modules) {
      const known = previous && this.#isEncoded(module) ? this.#encoded.get(module) : undefined;
      const start = next.length;
      if (previous && known) next.append(previous, known.start, known.end);
      const functions = known?.functions ?? this.#appendModule(next, module);
      const baseline = this.#window.baselineOf(module.totals);
      const state = { version: module.totals.version, baseline, baselineVersion: baseline?.version };
      this.#encoded.set(module, { ...state, start, end: next.length, functions });
    }
    this.#last = next;
    if (previous) buffers.release(previous);
  }

  #appendModule(output: SnapshotBuffer, module: CoveredModule): number {
    const baseline = this.#window.baselineOf(module.totals);
    // Nothing has been counted since that baseline was taken.
    if ((baseline?.version ?? 0) === module.totals.version) return 0;
    return this.#memory.functions.append(output, module, baseline?.counters);
  }

  /** True for a module whose totals and baseline are those of the last time. */
  #isEncoded(module: CoveredModule): boolean {
    const known = this.#encoded.get(module);
    const baseline = this.#window.baselineOf(module.totals);
    return (
      known !== undefined &&
      known.version === module.totals.version &&
      known.baseline === baseline &&
      known.baselineVersion === baseline?.version
    );
  }
}

function argsOf({ argv, unmeasured, label }: Omit<CounterFileOptions, 'hash'>): Record<string, string> {
  return {
    ...argsOfProcess(argv),
    ...(unmeasured.size > 0 && { unmeasured: JSON.stringify(Object.fromEntries(unmeasured)) }),
    ...(label !== undefined && { label }),
  };
}
