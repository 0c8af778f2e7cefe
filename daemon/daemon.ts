// The daemon of one measured process, put together: threads and their slabs, totals, windows, the flush to COVD_DIR and
// the endpoint. Runs in the daemon thread, which main.ts starts.

import { messageOf } from '../instrument/message-of.js';
import { programKey } from '../instrument/store/program-file.js';
import type { DaemonStart, ThreadMessage, ThreadRequest } from '../instrument/thread-message.js';
import { Coverage } from './coverage.js';
import { DirectoryFlush } from './emit/directory-flush.js';
import { createNanosecondClock } from './emit/unix-nanoseconds.js';
import { EndpointServer } from './ipc/endpoint-server.js';
import { PROTOCOL_VERSION, type ServerHello, type WrittenFile } from './ipc/protocol.js';
import { createRequestHandlers, type RequestHandlers } from './requests/request-handlers.js';
import { RequestQueue } from './requests/request-queue.js';
import { type RequestOutcome, serveRequest } from './requests/serve-request.js';
import { InstrumenterThread } from './threads/instrumenter-thread.js';
import { type MeasuredThread, MeasuredThreads } from './threads/measured-threads.js';
import { postAnswer } from './threads/post-answer.js';
import { StillnessWatch } from './threads/stillness-watch.js';
import { DescriptionStore } from './totals/description-store.js';
import { MapFinder } from './totals/map-finder.js';
import { saveTextPack } from './totals/save-text-pack.js';
import type { SlabReader } from './totals/slab-reader.js';
import { createWarnOnce } from './warn-once.js';

/** A word wraps in 1.3 s at the earliest (an empty loop, Node 20 to 26), so it is read at least twice in that time. */
const MAX_FOLD_MS = 500;
/** However still the process seems, its words are read at least that often, a tick's own delay aside. */
const MAX_STILL_MS = 1100;
/** Time that one tick may spend on the maps of newly loaded modules; a request finds the rest at once. */
const DESCRIBE_BUDGET_MS = 10;

/** What the daemon is told and given by the thread that it runs in. */
export interface DaemonHost {
  /** Path to listen at; undefined: nowhere. */
  endpoint: string | undefined;
  /** Absolute path of the instrumenter thread's bundle. */
  instrumenter: string;
  /** Says something to the user of the measured program. */
  warn: (message: string) => void;
}

export class Daemon {
  readonly #start: Omit<DaemonStart, 'port' | 'slab'>;
  readonly #endpoint: string | undefined;
  readonly #coverage: Coverage;
  readonly #maps = new MapFinder();
  readonly #described: DescriptionStore;
  /** Key of the program for what the store keeps of it. */
  readonly #program: string;
  /** The store of instrumented sources. */
  #store: string | undefined;
  readonly #threads: MeasuredThreads;
  readonly #instrumenter: InstrumenterThread;
  readonly #privateSlabs = new Map<MeasuredThread, SlabReader[]>();
  readonly #handlers: RequestHandlers;
  readonly #queue = new RequestQueue();
  readonly #flush: DirectoryFlush | undefined;
  readonly #warnOnce: (topic: string, message: string) => void;
  readonly #stillness = new StillnessWatch();
  #lastFold = Number.NEGATIVE_INFINITY;
  #everyMs = MAX_FOLD_MS;
  #server: EndpointServer | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(start: DaemonStart, host: DaemonHost) {
    this.#start = start;
    this.#endpoint = host.endpoint;
    this.#warnOnce = createWarnOnce(host.warn);
    this.#program = programKey(start.argv[1], start.options);
    this.#described = new DescriptionStore({ directory: () => this.#store, program: this.#program });
    this.#coverage = new Coverage(start.options, start.argv, {
      findMap: (hash) => this.#maps.find(hash),
      described: this.#described,
    });
    this.#coverage.addSlab(start.slab);
    this.#threads = new MeasuredThreads({
      onMessage: (thread, message) => this.#receive(thread, message),
      onEnd: (thread) => this.#endThread(thread),
    });
    this.#instrumenter = new InstrumenterThread(host.instrumenter);
    const nanotime = createNanosecondClock();
    const { dir } = start.options;
    if (dir !== undefined) {
      this.#flush = new DirectoryFlush(dir, this.#coverage.flushSource(), { pid: process.pid, nanotime });
    }
    this.#handlers = createRequestHandlers({
      coverage: this.#coverage,
      nanotime,
      describeProcess: () => this.#describeProcess(),
      flush: (final) => ({ files: this.#flushNow(final) }),
      onMainCleared: () => this.#tryFlush(),
    });
    this.#threads.add(start.port, start.owner);
  }

  /** Starts folding, flushing and listening; resolves when clients are served. */
  async run(): Promise<void> {
    const { dir, flushMs } = this.#start.options;
    if (dir !== undefined && flushMs > 0) this.#everyMs = Math.min(flushMs, MAX_FOLD_MS);
    this.#timer = setInterval(() => this.#tick(), this.#everyMs);
    await this.#listen();
  }

  /** Stops everything; the files in COVD_DIR stay as they are. May be called again. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listen(): Promise<void> {
    if (this.#endpoint === undefined) return;
    const { options, argv } = this.#start;
    const { mode, granularity } = options;
    const hello: ServerHello = { type: 'hello', protocol: PROTOCOL_VERSION, pid: process.pid, mode, granularity, argv };
    try {
      this.#server = await EndpointServer.listen(this.#endpoint, {
        hello,
        serve: (method, params) => this.#serve(method, params),
      });
    } catch (error) {
      this.#warnOnce('listen', `cannot be reached from other processes: ${messageOf(error)}`);
    }
  }

  #tick(): void {
    // Before the fold: what runs during it counts for the next tick.
    const isStill = this.#stillness.look();
    try {
      this.#threads.drain();
      this.#foldUnless(isStill);
      if (this.#coverage.registry.describe(DESCRIBE_BUDGET_MS) === 0) this.#saveForNextRun();
      this.#coverage.windows.closeExpired();
    } catch (error) {
      this.#warnOnce('tick', `cannot read counters: ${messageOf(error)}`);
    }
    if (this.#start.options.flushMs > 0) this.#tryFlush();
    this.#stillness.settle();
  }

  #foldUnless(isStill: boolean): void {
    const now = performance.now();
    if (isStill && now - this.#lastFold + this.#everyMs <= MAX_STILL_MS) return;
    this.#lastFold = now;
    this.#coverage.fold();
  }

  /** Keeps what the next start of this program would have to find out again. */
  #saveForNextRun(): void {
    const hashes = this.#described.save();
    if (hashes && this.#store) saveTextPack({ directory: this.#store, program: this.#program, hashes });
  }

  #flushNow(final: boolean): WrittenFile[] {
    if (!this.#flush) return [];
    this.#coverage.update();
    try {
      const written = final ? this.#flush.finish() : this.#flush.flush();
      if (final) this.#saveForNextRun();
      return written;
    } catch (error) {
      this.#warnFlush(error);
      throw error;
    }
  }

  #tryFlush(): void {
    try {
      this.#flush?.flush();
    } catch (error) {
      this.#warnFlush(error);
    }
  }

  #warnFlush(error: unknown): void {
    this.#warnOnce('flush', `${messageOf(error)}; trying again at each flush`);
  }

  #receive(thread: MeasuredThread, message: Exclude<ThreadMessage, { type: 'hello' | 'thread' }>): void {
    switch (message.type) {
      case 'slab': {
        const slabs = this.#privateSlabs.get(thread) ?? [];
        this.#privateSlabs.set(thread, [...slabs, this.#coverage.addSlab(message.slab)]);
        break;
      }
      case 'map':
        this.#maps.addMap(message.hash, message.map);
        break;
      case 'store':
        this.#maps.addStore(message.directory);
        if (message.isOwn) this.#store ??= message.directory;
        break;
      case 'instrumenter':
        this.#instrumenter.attach(message);
        break;
      case 'unmeasured':
        this.#coverage.unmeasured.set(message.file, message.reason);
        this.#warnUnmeasured(message);
        break;
      case 'request':
        this.#queue.run(() => this.#answer(thread, message));
        break;
      default:
        message satisfies never;
    }
  }

  /** A reason that does not name the file holds for others too, which then are listed by `covd ps` and reports alone. */
  #warnUnmeasured({ file, reason }: { file: string; reason: string }): void {
    const [topic, files] = reason.includes(file) ? [file, file] : [reason, `${file}, and others for the same reason`];
    this.#warnOnce(topic, `not measured: ${files}: ${reason}`);
  }

  /** The response is posted before the signal is stored: a thread that sees the signal finds the response in its port. */
  #answer(thread: MeasuredThread, { id, method, params, signal }: ThreadRequest): void {
    postAnswer(thread.port, id, this.#serve(method, params));
    if (!signal) return;
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  }

  #serve(method: unknown, params: unknown): RequestOutcome {
    this.#threads.drain();
    const outcome = serveRequest(this.#handlers, method, params);
    this.#warnOfMissingMaps();
    return outcome;
  }

  /** A map stands in its store before its region is published, so one that a request did not find cannot be read. */
  #warnOfMissingMaps(): void {
    const { unreadable } = this.#coverage.registry;
    if (unreadable === 0) return;
    const stores = this.#maps.stores.join(', ') || 'no store';
    const found = `cannot read the maps of ${unreadable} modules in ${stores}: files will lack them`;
    this.#warnOnce('maps', `${found}; please let the program's user read that directory, or remove it`);
  }

  #endThread(thread: MeasuredThread): void {
    this.#coverage.endThread(thread.owner, this.#privateSlabs.get(thread) ?? []);
    this.#privateSlabs.delete(thread);
  }

  #describeProcess() {
    const unmeasured = Array.from(this.#coverage.unmeasured, ([file, reason]) => ({ file, reason }));
    return { pid: process.pid, startedAt: this.#start.startedAt, threads: this.#threads.count, unmeasured };
  }
}
