// The channel to the instrumenter thread, with the thread itself at the other end; the test plays the daemon.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import {
  INSTRUMENTER_STATES,
  InstrumenterChannel,
  type InstrumenterClient,
  type InstrumentRequest,
} from '../../../instrument/instrumenter/instrumenter-channel.js';
import { decodeModuleMap } from '../../../instrument/store/module-map-codec.js';

const ENTRY = fileURLToPath(new URL('../../../instrument/instrumenter/main.cjs', import.meta.url));
const { ended, outOfMemory } = INSTRUMENTER_STATES;

function requestOf(source: string): InstrumentRequest {
  return {
    ...{ file: '/app/a.js', source, format: undefined, hash: 'a'.repeat(32), mode: 'atomic', granularity: 'perblock' },
    ...{ modulePath: 'app', packagePath: 'app/a.js', packageName: 'a.js' },
  };
}

/** A channel whose clients are given to `first`, one for each, and then to an instrumenter thread of their own. */
function openChannel(...first: ((client: InstrumenterClient) => void)[]) {
  const clients: InstrumenterClient[] = [];
  const channel = new InstrumenterChannel((client) => {
    clients.push(client);
    (first[clients.length - 1] ?? startInstrumenter)(client);
  });
  return { channel, clients };
}

function startInstrumenter({ port, signal }: InstrumenterClient): void {
  new Worker(ENTRY).postMessage({ port, signal }, [port]);
}

/** What the daemon does when the instrumenter ends. */
function end(state: number): (client: InstrumenterClient) => void {
  return ({ signal }) => Atomics.store(signal, 0, state);
}

test('InstrumenterChannel gives the text, the counters of each function and the map', (t) => {
  const { channel } = openChannel();
  const { entry, map } = channel.instrument(requestOf('function f(a) { if (a) return 1; return 2; }\nf();\n'));
  t.is(entry.format, 'commonjs');
  t.regex(entry.code, /^\$ca{12}\[0\]\+\+;function f\(a\) \{.*\$ca{12}\[\d\]\+\+/);
  t.deepEqual([...entry.functionCounters], [1, 2]);
  const { functions, counterCount } = decodeModuleMap(map, 'test');
  t.deepEqual(
    functions.map(({ name }) => name),
    ['<module>', 'f'],
  );
  t.is(counterCount, entry.counterCount);
});

test('InstrumenterChannel serves one question after another with one thread', (t) => {
  const { channel, clients } = openChannel();
  const formats = ['let a = 1;', 'export {};', '/* istanbul ignore file */'].map(
    (source) => channel.instrument(requestOf(source)).entry.format,
  );
  t.deepEqual(formats, ['commonjs', 'module', undefined]);
  t.is(clients.length, 1);
});

test('InstrumenterChannel throws what the parser has to say', (t) => {
  const { channel } = openChannel();
  t.throws(() => channel.instrument(requestOf('let a;\nlet = = 1;')), {
    code: 'ERR_INSTRUMENT',
    message: /^parse \/app\/a\.js:2:/,
  });
});

test('InstrumenterChannel asks another thread when the first has gone to rest', (t) => {
  const { channel, clients } = openChannel();
  channel.instrument(requestOf('f();'));
  for (const client of clients) end(ended)(client);
  t.is(channel.instrument(requestOf('g();')).entry.counterCount, 1);
  t.is(clients.length, 2);
});

for (const [how, state] of [
  ['goes to rest', ended],
  ['runs out of memory', outOfMemory],
] as const) {
  test(`InstrumenterChannel asks once more when the thread ${how} before it answers`, (t) => {
    const { channel, clients } = openChannel(end(state));
    t.is(channel.instrument(requestOf('f();')).entry.counterCount, 1);
    t.is(clients.length, 2);
  });
}

/** Wakes whoever sleeps on the signal, as the notification for an answer before may, and only then starts an instrumenter. */
const WAKES_FIRST = `
  const { Worker, workerData: { entry, port, signal } } = require('node:worker_threads');
  while (Atomics.notify(signal, 0) === 0);
  new Worker(entry).postMessage({ port, signal }, [port]);`;

test('InstrumenterChannel goes on sleeping when it is woken before its answer is there', (t) => {
  const { channel, clients } = openChannel(({ port, signal }) => {
    new Worker(WAKES_FIRST, { eval: true, workerData: { entry: ENTRY, port, signal }, transferList: [port] });
  });
  t.is(channel.instrument(requestOf('f();')).entry.counterCount, 1);
  t.is(clients.length, 1);
});

test('InstrumenterChannel gives up on a source that two threads have run out of memory over', (t) => {
  const { channel, clients } = openChannel(end(outOfMemory), end(outOfMemory));
  t.throws(() => channel.instrument(requestOf('f();')), {
    code: 'ERR_INSTRUMENT',
    message: 'instrument /app/a.js: found that the instrumenter thread has run out of memory',
  });
  t.is(clients.length, 2);
  t.is(channel.instrument(requestOf('f();')).entry.counterCount, 1, 'the next source is instrumented again');
});

test('InstrumenterChannel waits no second time for a thread that did not answer', (t) => {
  const clients: InstrumenterClient[] = [];
  const channel = new InstrumenterChannel((client) => clients.push(client), 1);
  for (const source of ['f();', 'g();']) {
    t.throws(() => channel.instrument(requestOf(source)), { code: 'ERR_INSTRUMENT', message: /has not answered$/ });
  }
  t.is(clients.length, 1);
});
