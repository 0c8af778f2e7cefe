// A loading thread's end of its channel to the instrumenter thread, and what goes over it. Loading is synchronous, so
// the thread sleeps until its answer is there. Runs in measured threads and in the ESM hooks' thread of Node 20.
//
// One word tells where a request stands:
//
//   idle  -> asked   by the loading thread, before it posts the request
//   asked -> idle    by the instrumenter, after it has posted the reply
//   any   -> ended, outOfMemory   by the daemon, when the instrumenter has ended

import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { CoverageError, type CoverageErrorData } from '../coverage-error.js';
import type { InstrumentInput } from '../source/instrument-source.js';
import type { StoreEntry } from '../store/store-entry.js';

export const INSTRUMENTER_STATES = { idle: 0, asked: 1, ended: 2, outOfMemory: 3 } as const;

/** What the instrumenter is given of one loading thread, by the daemon. */
export interface InstrumenterClient {
  /** The instrumenter's end; transferred. */
  port: MessagePort;
  /** Shared; its first word is one of INSTRUMENTER_STATES. */
  signal: Int32Array;
}

export interface InstrumentRequest extends Omit<InstrumentInput, 'format' | 'sourceMap'> {
  /** undefined: Node will find out from the syntax. */
  format: InstrumentInput['format'] | undefined;
}

/** What the store keeps of one source. */
export interface InstrumentedModule {
  entry: StoreEntry;
  /** Encoded ModuleMap; empty for a file that asks not to be measured. */
  map: Uint8Array<ArrayBuffer>;
}

export type InstrumentReply = InstrumentedModule | { error: CoverageErrorData };

/** The daemon frees those who wait for an instrumenter that has ended; only its own sudden end lets a wait run out. */
const LEAST_WAIT_MS = 30_000;
/** 100 kB/s, where 4 MB/s are usual. */
const UNITS_PER_WAIT_MS = 100;

const { idle, asked, outOfMemory } = INSTRUMENTER_STATES;

export class InstrumenterChannel {
  readonly #attach: (client: InstrumenterClient) => void;
  readonly #leastWaitMs: number;
  #open: { port: MessagePort; signal: Int32Array } | undefined;
  /** A wait has run out: its thread is stuck, or the daemon could not start. The program does not wait again. */
  #isSilent = false;

  /** `attach` has the daemon give a client to the instrumenter, which it starts unless it runs. */
  constructor(attach: (client: InstrumenterClient) => void, leastWaitMs = LEAST_WAIT_MS) {
    this.#attach = attach;
    this.#leastWaitMs = leastWaitMs;
  }

  /**
   * Blocks this thread until the source is instrumented.
   * @throws CoverageError ERR_INSTRUMENT with the file and the reason
   */
  instrument(request: InstrumentRequest): InstrumentedModule {
    if (this.#isSilent) throw failure(request.file, asked);
    let answer = this.#ask(request);
    // It may have gone to rest at this very moment, or failed over the source of another thread.
    if (typeof answer === 'number' && answer !== asked) answer = this.#ask(request);
    if (typeof answer === 'number') throw failure(request.file, answer);
    if ('error' in answer) throw CoverageError.fromData(answer.error);
    return answer;
  }

  /** The reply, or the state in which there is none. */
  #ask(request: InstrumentRequest): InstrumentReply | number {
    const { port, signal } = this.#connect();
    port.postMessage(request);
    waitWhileAsked(signal, this.#leastWaitMs + request.source.length / UNITS_PER_WAIT_MS);
    const received = receiveMessageOnPort(port) as { message: InstrumentReply } | undefined;
    if (received !== undefined) return received.message;
    port.close();
    this.#open = undefined;
    const state = Atomics.load(signal, 0);
    this.#isSilent = state === asked;
    return state;
  }

  /** The channel, in the state `asked`. */
  #connect(): { port: MessagePort; signal: Int32Array } {
    if (this.#open && Atomics.compareExchange(this.#open.signal, 0, idle, asked) === idle) return this.#open;
    this.#open?.port.close();
    const { port1, port2 } = new MessageChannel();
    this.#open = { port: port1, signal: new Int32Array(new SharedArrayBuffer(4)).fill(asked) };
    this.#attach({ port: port2, signal: this.#open.signal });
    return this.#open;
  }
}

/**
 * The instrumenter stores `idle` and then notifies: where it is held up in between, that wakes the thread that has seen the
 * one, asked again and sleeps anew.
 */
function waitWhileAsked(signal: Int32Array, milliseconds: number): void {
  while (Atomics.wait(signal, 0, asked, milliseconds) === 'ok' && Atomics.load(signal, 0) === asked);
}

function failure(file: string, state: number): CoverageError {
  const what = state === asked ? 'not answered' : state === outOfMemory ? 'run out of memory' : 'ended';
  const message = `instrument ${file}: found that the instrumenter thread has ${what}`;
  return new CoverageError('ERR_INSTRUMENT', message, { details: { file } });
}
