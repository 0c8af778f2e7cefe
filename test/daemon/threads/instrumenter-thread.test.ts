// The daemon's care for the instrumenter thread: a thread that waits for an answer is woken however the instrumenter ends.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import test, { type ExecutionContext } from 'ava';
import { InstrumenterThread } from '../../../daemon/threads/instrumenter-thread.js';
import { INSTRUMENTER_STATES } from '../../../instrument/instrumenter/instrumenter-channel.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const ENTRY = fileURLToPath(new URL('../../../instrument/instrumenter/main.cjs', import.meta.url));
const { asked, ended } = INSTRUMENTER_STATES;

/** Atomics.waitAsync, which the declarations for ES2023 lack and Node 20 has. */
const { waitAsync } = Atomics as unknown as {
  waitAsync(words: Int32Array, index: number, value: number): { value: Promise<string> | string };
};

/** A client that waits, and the state that it is woken with. */
function attachTo(t: ExecutionContext, thread: InstrumenterThread) {
  // Neither the daemon's worker nor a wait keeps a process alive.
  const alive = setInterval(() => {}, 60_000);
  t.teardown(() => clearInterval(alive));
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4)).fill(asked);
  thread.attach({ port: port2, signal });
  const { value } = waitAsync(signal, 0, asked);
  return { port: port1, woken: Promise.resolve(value).then(() => Atomics.load(signal, 0)) };
}

for (const [how, code] of [
  ['exits', 'process.exit(3)'],
  ['throws', "throw new Error('broken')"],
  ['cannot be loaded', 'syntax error'],
] as const) {
  test(`InstrumenterThread wakes all who wait when the thread ${how}`, async (t) => {
    const entry = join(temporaryDirectory(t), 'entry.cjs');
    writeFileSync(entry, code);
    const thread = new InstrumenterThread(entry);
    const clients = [attachTo(t, thread), attachTo(t, thread)];
    t.deepEqual(await Promise.all(clients.map(({ woken }) => woken)), [ended, ended]);
    for (const { port } of clients) port.close();
  });
}

test('InstrumenterThread starts another thread for who comes after the end of one', async (t) => {
  const thread = new InstrumenterThread(ENTRY);
  const first = attachTo(t, thread);
  t.is(await first.woken, ended, 'nobody has asked it anything, so it goes to rest');
  const second = attachTo(t, thread);
  second.port.postMessage({ file: '/a.js', source: 'f();', hash: 'a'.repeat(32), mode: 'set', granularity: 'perfunc' });
  t.is(await second.woken, INSTRUMENTER_STATES.idle);
  first.port.close();
  second.port.close();
});
