// One connection whose client does everything wrong that a socket allows.

import test from 'ava';
import { MAX_REQUEST_BYTES } from '../../../daemon/ipc/client-connection.js';
import { encodeFrame } from '../../../daemon/ipc/frame-codec.js';
import { PROTOCOL_VERSION } from '../../../daemon/ipc/protocol.js';
import { UnreadAnswers } from '../../../daemon/ipc/unread-answers.js';
import { RawClient } from './raw-client.js';
import { askAgain, serve } from './serve-clients.js';

/** Long enough for a greeting on a busy machine, short enough to wait for. */
const STALL_MS = 400;

function lengthOf(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(count);
  return bytes;
}

test('ClientConnection names both versions when the protocols differ', async (t) => {
  await using client = new RawClient((await serve(t)).path);
  client.listen();
  client.send({ type: 'hello', protocol: 9 });
  t.like(await client.next(), { type: 'hello', protocol: 1 });
  t.like(await client.next(), {
    id: 0,
    error: { code: 'ERR_PROTOCOL', message: 'hello: client speaks protocol version 9, daemon version 1' },
  });
  await client.ended();
  t.pass();
});

const endsAlone = test.macro({
  exec: async (t, _: string, bytes: Uint8Array) => {
    const { path } = await serve(t);
    await using other = await RawClient.greet(path);
    await using client = await RawClient.greet(path);
    client.socket.write(bytes);
    t.like(await client.next(), { id: 0, ok: false, error: { code: 'ERR_PROTOCOL' } });
    await client.ended();
    other.send({ type: 'request', id: 5, method: 'status', params: {} });
    t.like(await other.next(), { id: 5, ok: true });
  },
  title: (_, name) => `ClientConnection ends a connection, and no other, that sends ${name}`,
});
test(endsAlone, 'a frame above the limit', lengthOf(MAX_REQUEST_BYTES + 1));
test(endsAlone, 'an empty frame', lengthOf(0));
test(endsAlone, 'a body that is no MessagePack', Buffer.concat([lengthOf(1), Buffer.of(0xc1)]));
test(
  endsAlone,
  'an array that claims more than it has',
  Buffer.concat([lengthOf(5), Buffer.of(0xdd, 127, 255, 255, 255)]),
);
test(endsAlone, 'a number', encodeFrame(7));
test(endsAlone, 'a request without an id', encodeFrame({ type: 'request', method: 'status' }));
test(endsAlone, 'a second hello', encodeFrame({ type: 'hello', protocol: PROTOCOL_VERSION }));

test('ClientConnection serves a request cut at every byte', async (t) => {
  const { path } = await serve(t);
  await using client = await RawClient.greet(path);
  for (const byte of encodeFrame({ type: 'request', id: 1, method: 'status', params: {} })) {
    await new Promise<void>((resolve) => client.socket.write(Buffer.of(byte), () => resolve()));
  }
  t.like(await client.next(), { id: 1, ok: true });
});

test('ClientConnection cuts off a client that leaves a frame half sent', async (t) => {
  const { path } = await serve(t, { stallMs: STALL_MS });
  await using client = await RawClient.greet(path);
  client.socket.write(lengthOf(100));
  await client.ended();
  t.pass();
});

test('ClientConnection cuts off a client that never says hello', async (t) => {
  const { path } = await serve(t, { stallMs: STALL_MS });
  await using client = new RawClient(path);
  client.listen();
  await client.ended();
  t.pass();
});

test('ClientConnection lets a client be idle between requests', async (t) => {
  const { path } = await serve(t, { stallMs: STALL_MS });
  await using idle = await RawClient.greet(path);
  await using late = new RawClient(path);
  late.listen();
  // Ended by the same clock, started later: by then the idle one has been idle for longer than that.
  await late.ended();
  idle.send({ type: 'request', id: 1, method: 'status', params: {} });
  t.like(await idle.next(), { id: 1, ok: true });
});

test('ClientConnection cuts off a client that does not read, and has framed no more than it could send', async (t) => {
  let made = 0;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const piece = new Uint8Array(1024 * 1024);
  const cut = piece.subarray.bind(piece);
  piece.subarray = (start, end) => {
    begin();
    if (start === 0) made++;
    return cut(start, end);
  };
  const pieces = new Array(1000).fill(piece);
  const { path } = await serve(t, { stallMs: STALL_MS, serve: () => ({ ok: true, result: { pieces } }) });
  await using stalled = await RawClient.greet(path);
  stalled.socket.pause();
  stalled.send({ type: 'request', id: 1, method: 'status', params: {} });
  await begun;
  await using late = new RawClient(path);
  late.listen();
  await late.ended();
  stalled.socket.resume();
  await stalled.ended();
  t.true(made < 8, `${made} MiB were framed`);
});

test('ClientConnection reads no further request while an answer is on its way', async (t) => {
  let served = 0;
  const { path } = await serve(t, {
    serve: () => {
      served++;
      return { ok: true, result: { pieces: [new Uint8Array(4 * 1024 * 1024)] } };
    },
  });
  await using client = await RawClient.greet(path);
  client.socket.pause();
  for (let id = 1; id <= 50; id++) client.send({ type: 'request', id, method: 'status', params: {} });
  await using other = await RawClient.greet(path);
  for (let id = 1; id <= 3; id++) {
    other.send({ type: 'request', id, method: 'status', params: {} });
    for (let message = await other.next(); message?.type === 'chunk'; ) message = await other.next();
  }
  t.is(served, 4);
});

test('ClientConnection answers ERR_DEADLINE for a request whose time has passed', async (t) => {
  const { path } = await serve(t, {
    serve: () => {
      const end = performance.now() + 20;
      while (performance.now() < end);
      return { ok: true, result: {} };
    },
  });
  await using client = await RawClient.greet(path);
  client.send({ type: 'request', id: 1, method: 'status', params: {}, deadlineMs: 5000 });
  client.send({ type: 'request', id: 2, method: 'status', params: {}, deadlineMs: 5 });
  t.like(await client.next(), { id: 1, ok: true });
  t.like(await client.next(), { id: 2, ok: false, error: { code: 'ERR_DEADLINE' } });
});

test('ClientConnection keeps nothing of an answer that was read, or whose client went away', async (t) => {
  const unread = new UnreadAnswers();
  const pieces = [new Uint8Array(4 * 1024 * 1024)];
  const server = await serve(t, { unread, serve: () => ({ ok: true, result: { pieces } }) });
  await using reader = await RawClient.greet(server.path);
  await askAgain(reader);
  t.is(unread.bytes, 0);
  const gone = await RawClient.greet(server.path);
  gone.socket.pause();
  gone.send({ type: 'request', id: 1, method: 'status', params: {} });
  await askAgain(reader);
  t.is(unread.bytes, 4 * 1024 * 1024);
  gone.socket.destroy();
  while (unread.bytes > 0) await askAgain(reader);
  t.pass();
});

test('ClientConnection releases an answer once, when the client has read it or has gone', async (t) => {
  const pieces = [new Uint8Array(4 * 1024 * 1024)];
  let released = 0;
  const release = () => void released++;
  const server = await serve(t, { serve: () => ({ ok: true, result: { pieces }, release }) });
  await using reader = await RawClient.greet(server.path);
  await askAgain(reader);
  t.is(released, 1);
  const gone = await RawClient.greet(server.path);
  gone.socket.pause();
  gone.send({ type: 'request', id: 1, method: 'status', params: {} });
  for (let answers = 2; answers <= 4; answers++) {
    await askAgain(reader);
    t.is(released, answers);
  }
  gone.socket.destroy();
  let asked = 4;
  for (; released === asked; asked++) await askAgain(reader);
  t.is(released, asked + 1);
});
