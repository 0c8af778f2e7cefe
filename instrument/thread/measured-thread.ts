// The state of one measured thread: its link to slab and daemon, its claimed regions, its runtime for generated code.
// Made by the preload, one per thread.

import { fileURLToPath } from 'node:url';
import type { TransferListItem } from 'node:worker_threads';
import { CoverageError } from '../coverage-error.js';
import type { CoverageOptions } from '../coverage-options.js';
import { messageOf } from '../message-of.js';
import { HEADER } from '../slab/slab-layout.js';
import { type CounterArray, ThreadSlabs } from '../slab/thread-slabs.js';
import type { ThreadMessage } from '../thread-message.js';
import { type ClaimedModule, type MeasuredRuntime, publishCounters } from './measured-runtime.js';
import type { ThreadLink } from './start-daemon.js';
import { warn } from './warn.js';

export interface ThreadBeginning {
  connect: () => ThreadLink;
  announce: () => void;
}

export class MeasuredThread implements MeasuredRuntime {
  readonly options: CoverageOptions;
  readonly #connect: () => ThreadLink;
  /** Says what is wrong with the options, once, when something is measured. */
  readonly announce: () => void;
  readonly #findStore: () => string | undefined;
  #link: ThreadLink | undefined;
  /** Why there is no link, and never will be. */
  #failure: CoverageError | undefined;
  #slabs: ThreadSlabs | undefined;
  readonly #announcedStores = new Set<string>();
  readonly #counters = new Map<string, CounterArray>();

  /**
   * `findStore` gives the store's directory. `connect` is called once, when the link is first needed: a program that measures
   * nothing starts no daemon.
   */
  constructor(options: CoverageOptions, start: ThreadBeginning, findStore: () => string | undefined) {
    this.options = options;
    this.#findStore = findStore;
    this.#connect = start.connect;
    this.announce = start.announce;
  }

  /** @throws CoverageError ERR_DAEMON_GONE where no daemon thread can be started; one warning says so */
  get link(): ThreadLink {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#link ??= this.#connect();
      return this.#link;
    } catch (error) {
      const message = `start the daemon thread: ${messageOf(error)}`;
      this.#failure = new CoverageError('ERR_DAEMON_GONE', message, { cause: error });
      warn(`this program is not measured: ${message}`);
      throw this.#failure;
    }
  }

  /** False where no daemon thread can be started: no memory for a slab, or worker threads are not allowed. */
  get canConnect(): boolean {
    try {
      return this.link !== undefined;
    } catch {
      // Said already, and not the program's business.
      return false;
    }
  }

  get isConnected(): boolean {
    return this.#link !== undefined;
  }

  /** True once any thread of the process has claimed a region. */
  get hasCounters(): boolean {
    return Atomics.load(new Int32Array(this.link.slab), HEADER.nextEntry) > 0;
  }

  post(message: ThreadMessage, transfer: TransferListItem[] = []): void {
    this.link.channel.post(message, transfer);
  }

  request(method: string, params: unknown): Promise<unknown> {
    return this.link.channel.request(method, params);
  }

  requestSync(method: string, params: unknown, timeoutMs: number): unknown {
    return this.link.channel.requestSync(method, params, timeoutMs);
  }

  claim(module: ClaimedModule): CounterArray | undefined {
    try {
      return this.#claim(module);
    } catch (error) {
      // No memory for a region, or code made for another mode: the program goes on without coverage of this file.
      this.reportUnmeasured(module.file, messageOf(error));
      return undefined;
    }
  }

  /** What a thread started by this one is told. */
  get optionsForWorkers(): CoverageOptions {
    // The worker may have an environment of its own, in which it would find another store.
    return { ...this.options, store: this.#findStore() };
  }

  /** Tells the daemon, once for each, of the store or of a build's directory of maps; before a region that needs it is published. */
  announceStore(built?: string): void {
    const directory = built ?? this.#findStore();
    if (directory === undefined || this.#announcedStores.has(directory)) return;
    this.#announcedStores.add(directory);
    this.post({ type: 'store', directory, isOwn: built === undefined });
  }

  /** Tells the daemon of a file that is loaded as it is. */
  reportUnmeasured(file: string, reason: string): void {
    this.announce();
    if (this.canConnect) this.post({ type: 'unmeasured', file, reason });
  }

  loaded(hash: string): void {
    this.#slabs?.markLoaded(hash);
  }

  #claim({ hash, mode, functionCounters, counterCount, maps }: ClaimedModule): CounterArray {
    if (mode !== this.options.mode) throw new Error(`claim region: found mode ${mode}, wanted ${this.options.mode}`);
    this.announce();
    this.announceStore();
    if (maps !== undefined) this.announceStore(maps.startsWith('file:') ? fileURLToPath(maps) : maps);
    const words = functionCounters instanceof Uint32Array ? functionCounters : new Uint32Array(functionCounters);
    const counters = this.#openSlabs().claim(hash, words, counterCount);
    if (!this.#counters.has(hash)) {
      this.#counters.set(hash, counters);
      publishCounters(hash, counters);
    }
    return counters;
  }

  #openSlabs(): ThreadSlabs {
    const { slab, owner, channel } = this.link;
    this.#slabs ??= new ThreadSlabs({
      slab,
      owner,
      mode: this.options.mode,
      onSlab: (further) => channel.post({ type: 'slab', slab: further }),
    });
    return this.#slabs;
  }
}
