// connect and CoverageClient against peers that misbehave in every way a socket allows.

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { connect } from '../../../client/connect/connect.js';
import { CoverageClient } from '../../../client/connect/coverage-client.js';
import { DaemonConnection } from '../../../client/connect/daemon-connection.js';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';
import { PROTOCOL_VERSION } from '../../../daemon/ipc/protocol.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const HELLO = {
  type: 'hello',
  protocol: PROTOCOL_VERSION,
  pid: 4711,
  mode: 'atomic',
  granularity: 'perblock',
  argv: ['node', 'app.js'],
};

interface Incoming {
  type: string;
  id: number;
  method: string;
  deadlineMs: number;
}

test('connect reads the hello of the daemon', async (t) => {
  const path = await listen(t, (socket) => void socket.write(encodeFrame(HELLO)));
  await using client = await connect(path);
  t.like(client, { pid: 4711, mode: 'atomic', granularity: 'perblock' });
  t.deepEqual(client.argv, ['node', 'app.js']);
});

test('connect names both versions when the protocols differ', async (t) => {
  const path = await listen(t, (socket) => void socket.end(encodeFrame({ ...HELLO, protocol: 9 })));
  await t.throwsAsync(connect(path), { code: 'ERR_PROTOCOL', message: /version 9 found.*version 1$/ });
});

const refuseHello = test.macro({
  exec: async (t, _: string, bytes: Uint8Array) => {
    const path = await listen(t, (socket) => void socket.end(bytes));
    await t.throwsAsync(connect(path), { code: 'ERR_PROTOCOL' });
  },
  title: (_, name) => `connect rejects with ERR_PROTOCOL when the peer sends ${name}`,
});
test(refuseHello, 'a frame that is no hello', encodeFrame({ type: 'response', id: 1 }));
test(refuseHello, 'a hello without a pid', encodeFrame({ ...HELLO, pid: 'x' }));
test(refuseHello, 'a hello with an unknown mode', encodeFrame({ ...HELLO, mode: 'x' }));
test(refuseHello, 'null', encodeFrame(null));
test(refuseHello, 'a frame that is too long', Buffer.from([0, 0, 0, 255]));
test(refuseHello, 'text', Buffer.from('\x01\x00\x00\x00\xc1'));

test('connect rejects with ERR_CONNECTION_CLOSED when the peer hangs up without a hello', async (t) => {
  const path = await listen(t, (socket) => void socket.end());
  await t.throwsAsync(connect(path), { code: 'ERR_CONNECTION_CLOSED' });
});

test('connect rejects with ERR_DEADLINE when the peer says nothing', async (t) => {
  const path = await listen(t, () => {});
  await t.throwsAsync(connect(path, { deadlineMs: 20 }), { code: 'ERR_DEADLINE', message: /no hello within 20 ms/ });
});

test('connect rejects with ERR_NO_PROCESS when nobody listens', async (t) => {
  await t.throwsAsync(connect(join(temporaryDirectory(t), 'nobody.sock')), { code: 'ERR_NO_PROCESS' });
});

test('connect waits for a process that does not listen yet', async (t) => {
  const path = join(temporaryDirectory(t), 'covd.sock');
  const connecting = connect(path, { waitMs: 60_000 });
  // The first attempt has failed by the time that this one, made later, has.
  await t.throwsAsync(connect(path), { code: 'ERR_NO_PROCESS' });
  await listenAt(t, path, (socket) => void socket.write(encodeFrame(HELLO)));
  await using client = await connecting;
  t.is(client.pid, 4711);
});

test('connect gives up when nobody has listened for as long as it was to wait', async (t) => {
  await t.throwsAsync(connect(join(temporaryDirectory(t), 'nobody.sock'), { waitMs: 20 }), { code: 'ERR_NO_PROCESS' });
});

test('connect refuses a number that is no pid', async (t) => {
  await t.throwsAsync(connect(-1), { instanceOf: RangeError });
});

test('CoverageClient matches answers that come in another order', async (t) => {
  const held: Incoming[] = [];
  const path = await serve(t, (request, socket) => {
    held.unshift(request);
    if (held.length < 2) return;
    for (const { id, method } of held) answer(socket, id, method === 'status' ? { pid: 1 } : { files: [method] });
  });
  await using client = await connect(path);
  const [status, files] = await Promise.all([client.status(), client.flush()]);
  t.is(status.pid, 1);
  t.deepEqual(files as unknown, ['flush']);
});

test('CoverageClient gives the writer the chunks before the answer, in order', async (t) => {
  const path = await serve(t, ({ id }, socket) => {
    for (const byte of [1, 2, 3]) socket.write(encodeFrame({ type: 'chunk', id, bytes: new Uint8Array([byte]) }));
    answer(socket, id, {});
  });
  await using client = await connect(path);
  const chunks: number[] = [];
  await client.emitCounterDataToWriter({ write: (chunk) => void chunks.push(...chunk) });
  t.deepEqual(chunks, [1, 2, 3]);
});

test('CoverageClient rejects with the code, message and details of the daemon', async (t) => {
  const error = { code: 'ERR_NO_WINDOW', message: 'clear: no window w', details: { window: 'w' } };
  const path = await serve(t, ({ id }, socket) => {
    socket.write(encodeFrame({ type: 'response', id, ok: false, error }));
  });
  await using client = await connect(path);
  t.like(await t.throwsAsync(client.clearCoverageCounters({ window: 'w' })), error);
});

test('CoverageClient rejects with ERR_DEADLINE when no answer comes, and tells the daemon the deadline', async (t) => {
  const deadlines: number[] = [];
  const path = await serve(t, ({ deadlineMs }) => void deadlines.push(deadlineMs));
  await using client = new CoverageClient(await DaemonConnection.open(path, 60_000), 50);
  await t.throwsAsync(client.status(), { code: 'ERR_DEADLINE', message: 'status: no answer within 50 ms' });
  t.deepEqual(deadlines, [50]);
});

test('CoverageClient rejects pending requests with ERR_CONNECTION_CLOSED when it is closed', async (t) => {
  const path = await serve(t, () => {});
  const client = await connect(path);
  const pending = t.throwsAsync(client.status(), { code: 'ERR_CONNECTION_CLOSED' });
  await client.close();
  await pending;
});

test('CoverageClient rejects pending and later requests when the daemon hangs up', async (t) => {
  const path = await serve(t, (_, socket) => void socket.end());
  await using client = await connect(path);
  await t.throwsAsync(client.status(), { code: 'ERR_CONNECTION_CLOSED' });
  await t.throwsAsync(client.status(), { code: 'ERR_CONNECTION_CLOSED' });
});

test('CoverageClient rejects pending requests with ERR_PROTOCOL when the daemon sends nonsense', async (t) => {
  const path = await serve(t, (_, socket) => void socket.write(encodeFrame({ type: 'poem' })));
  await using client = await connect(path);
  await t.throwsAsync(client.status(), { code: 'ERR_PROTOCOL' });
});

test('CoverageClient.close may be called again', async (t) => {
  const client = await connect(await serve(t, () => {}));
  await client.close();
  await t.notThrowsAsync(client.close());
});

test('CoverageClient refuses a relative directory without asking the daemon', async (t) => {
  const path = await serve(t, () => t.fail('asked'));
  await using client = await connect(path);
  await t.throwsAsync(client.emitMetaDataToDir('out'), { code: 'ERR_BAD_REQUEST', message: /"out".*absolute/ });
});

/** A peer that says hello and then hands each request to `onRequest`. */
function serve(t: ExecutionContext, onRequest: (request: Incoming, socket: Socket) => void): Promise<string> {
  return listen(t, (socket) => {
    const decoder = new FrameDecoder();
    socket.write(encodeFrame(HELLO));
    socket.on('data', (bytes) => {
      for (const message of decoder.push(bytes) as Incoming[]) {
        if (message.type === 'request') onRequest(message, socket);
      }
    });
  });
}

async function listen(t: ExecutionContext, onConnection: (socket: Socket) => void): Promise<string> {
  const path = join(temporaryDirectory(t), 's.sock');
  await listenAt(t, path, onConnection);
  return path;
}

async function listenAt(t: ExecutionContext, path: string, onConnection: (socket: Socket) => void): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    // The client under test hangs up in the middle of things.
    socket.on('error', () => {});
    onConnection(socket);
  }).listen(path);
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

function answer(socket: Socket, id: number, result: object): void {
  socket.write(encodeFrame({ type: 'response', id, ok: true, result }));
}
