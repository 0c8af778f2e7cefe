// A daemon on the test's own thread, with one measured thread that the test plays through a port.

import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Daemon } from '../../daemon/daemon.js';
import type { Method, Methods } from '../../daemon/ipc/protocol.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { CoverageOptions } from '../../instrument/coverage-options.js';
import type { ModuleMap } from '../../instrument/module-map.js';
import { encodeModuleMap } from '../../instrument/store/module-map-codec.js';
import type { DaemonMessage, ThreadMessage } from '../../instrument/thread-message.js';
import { SlabDouble } from './slab-double.js';

/** A thread's end of its channel to the daemon. */
export class ThreadDouble {
  readonly port: MessagePort;
  readonly #pending = new Map<number, (message: DaemonMessage) => void>();
  #nextId = 1;

  constructor(port: MessagePort) {
    this.port = port;
    port.on('message', (message: DaemonMessage) => this.#pending.get(message.id)?.(message));
  }

  post(message: ThreadMessage): void {
    this.port.postMessage(message);
  }

  async request<M extends Method>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
    const id = this.#nextId++;
    const answer = new Promise<DaemonMessage>((resolve) => this.#pending.set(id, resolve));
    this.post({ type: 'request', id, method, params });
    const message = await answer;
    if (message.ok) return message.result as Methods[M]['result'];
    throw CoverageError.fromData(message.error);
  }
}

/** Of the build that is tested. */
const INSTRUMENTER = fileURLToPath(new URL('../../instrument/instrumenter/main.cjs', import.meta.url));

/** The daemon, its main thread, and what it has warned of. */
export class DaemonDouble {
  readonly slab = new SlabDouble();
  readonly warnings: string[] = [];
  readonly thread: ThreadDouble;
  readonly daemon: Daemon;

  constructor(options: Partial<CoverageOptions> = {}, endpoint?: string) {
    const { port1, port2 } = new MessageChannel();
    this.thread = new ThreadDouble(port1);
    this.daemon = new Daemon(
      {
        slab: this.slab.buffer,
        options: optionsWith(options),
        port: port2,
        owner: 1,
        argv: ['node', 'app.js'],
        startedAt: 0,
      },
      { endpoint, instrumenter: INSTRUMENTER, warn: (message) => this.warnings.push(message) },
    );
  }

  /** Starts the daemon's timers and endpoint. */
  async run(): Promise<this> {
    await this.daemon.run();
    return this;
  }

  /** Sends maps that are in no store. */
  sendMaps(...maps: ModuleMap[]): void {
    for (const map of maps) this.thread.post({ type: 'map', hash: map.hash, map: encodeModuleMap(map) });
  }

  /** A further thread that counts as `owner`. */
  startThread(owner: number): ThreadDouble {
    const { port1, port2 } = new MessageChannel();
    this.thread.port.postMessage({ type: 'thread', port: port2 } satisfies ThreadMessage, [port2]);
    const thread = new ThreadDouble(port1);
    thread.post({ type: 'hello', owner, threadId: owner });
    return thread;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.daemon.close();
    this.thread.port.close();
  }
}

function optionsWith(options: Partial<CoverageOptions>): CoverageOptions {
  return {
    mode: 'atomic',
    granularity: 'perblock',
    dir: undefined,
    flushMs: 0,
    include: [],
    exclude: undefined,
    root: '/app',
    store: undefined,
    ...options,
  };
}
