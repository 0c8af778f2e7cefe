// Entry of the instrumenter thread, which instruments what the store does not hold: there its garbage, its parser's
// gigabytes of addresses and a heap too small for a syntax tree are none of the program's. The daemon starts it when a
// measured thread first needs it. It ends by itself when nobody has asked for a while, as happens after a program's start.

import { parentPort } from 'node:worker_threads';
import { CoverageError } from '../coverage-error.js';
import { messageOf } from '../message-of.js';
import {
  INSTRUMENTER_STATES,
  type InstrumenterClient,
  type InstrumentReply,
  type InstrumentRequest,
} from './instrumenter-channel.js';

/** Long enough for a program that loads, works, and loads more; loading this thread again takes some 80 ms. */
const IDLE_MS = 2000;

/** Or why it cannot be loaded, as where the program forbids native addons, which the parser is: every request is told so. */
const loading = import('./instrument-module.js').catch((error: unknown) => `load the parser: ${loadErrorOf(error)}`);

const idle = setTimeout(() => process.exit(), IDLE_MS);

parentPort?.on('message', ({ port, signal }: InstrumenterClient) => {
  port.on('message', async (request: InstrumentRequest) => {
    const reply = await serve(request);
    port.postMessage(reply, 'map' in reply ? [reply.map.buffer] : []);
    // After the reply: who sees the state finds the reply in its port. Not over `ended`, which is the daemon's to write.
    Atomics.compareExchange(signal, 0, INSTRUMENTER_STATES.asked, INSTRUMENTER_STATES.idle);
    Atomics.notify(signal, 0);
    idle.refresh();
  });
});

/** Never rejects. */
async function serve(request: InstrumentRequest): Promise<InstrumentReply> {
  const instrumenter = await loading;
  if (typeof instrumenter === 'string') return { error: { code: 'ERR_INSTRUMENT', message: instrumenter } };
  try {
    return instrumenter.instrumentModule(request);
  } catch (error) {
    if (error instanceof CoverageError) return { error: error.toData() };
    return { error: { code: 'ERR_INSTRUMENT', message: messageOf(error) } };
  }
}

/** oxc-parser tries one binary after the other; the one that is there says more than those that are not. */
function loadErrorOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause !== error && !cause.message.startsWith('Cannot find module')) return cause.message;
  }
  return messageOf(error);
}
