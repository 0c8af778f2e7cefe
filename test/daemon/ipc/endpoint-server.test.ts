// The socket itself, who may take its place, and many clients at once.

import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import fc from 'fast-check';
import { EndpointServer } from '../../../daemon/ipc/endpoint-server.js';
import { UnreadAnswers } from '../../../daemon/ipc/unread-answers.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { RawClient } from './raw-client.js';
import { askAgain, echo, HELLO, serve } from './serve-clients.js';

test('EndpointServer makes a socket that only the user can open, and removes it', async (t) => {
  const server = await serve(t);
  t.is(statSync(server.path).mode & 0o777, 0o600);
  await server.close();
  t.false(existsSync(server.path));
});

test('EndpointServer refuses a folder that is open to others', async (t) => {
  const folder = join(temporaryDirectory(t), 'open');
  mkdirSync(folder, { mode: 0o755 });
  await t.throwsAsync(EndpointServer.listen(join(folder, '1.sock'), { hello: HELLO, serve: echo }), {
    code: 'ERR_UNSAFE_DIRECTORY',
    message: /mode 0755, wanted mode 0700/,
  });
});

test('EndpointServer takes the place of a socket that a killed process left behind', async (t) => {
  const path = join(temporaryDirectory(t), '1.sock');
  const killed = execa(
    'node',
    ['-e', `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log())`],
    {
      reject: false,
    },
  );
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await killed;
  t.true(existsSync(path));
  const server = await EndpointServer.listen(path, { hello: HELLO, serve: echo });
  t.teardown(() => server.close());
  await using client = await RawClient.greet(path);
  t.false(client.socket.destroyed);
});

test('EndpointServer takes the place of the mark that a process without its daemon left behind', async (t) => {
  const path = join(temporaryDirectory(t), '1.sock');
  writeFileSync(path, '');
  const server = await EndpointServer.listen(path, { hello: HELLO, serve: echo });
  t.teardown(() => server.close());
  t.true(statSync(path).isSocket());
});

test('EndpointServer leaves a socket alone on which somebody answers', async (t) => {
  const server = await serve(t);
  await t.throwsAsync(EndpointServer.listen(server.path, { hello: HELLO, serve: echo }), { code: 'ERR_CLASH' });
  await using client = await RawClient.greet(server.path);
  t.false(client.socket.destroyed);
});

test('EndpointServer leaves a file alone that is no socket', async (t) => {
  const path = join(temporaryDirectory(t), '1.sock');
  writeFileSync(path, 'precious');
  await t.throwsAsync(EndpointServer.listen(path, { hello: HELLO, serve: echo }), { code: 'ERR_CLASH' });
  t.is(statSync(path).size, 8);
});

test('EndpointServer cuts off the longest stalled of many clients, before their answers fill the memory', async (t) => {
  const piece = 4 * 1024 * 1024;
  const unread = new UnreadAnswers(10 * piece);
  const { path } = await serve(t, { unread, serve: () => ({ ok: true, result: { pieces: [new Uint8Array(piece)] } }) });
  const stalled: RawClient[] = [];
  let mostHeld = 0;
  await using steady = await RawClient.greet(path);
  for (let id = 1; id <= 30; id++) {
    const client = await RawClient.greet(path);
    client.socket.pause();
    client.send({ type: 'request', id, method: 'status', params: {} });
    stalled.push(client);
    await askAgain(steady);
    mostHeld = Math.max(mostHeld, unread.bytes);
  }
  t.true(mostHeld > 5 * piece && mostHeld <= 10 * piece, `${mostHeld / piece} answers were held`);
  stalled[0]?.socket.resume();
  await stalled[0]?.ended();
  t.false(stalled.at(-1)?.socket.destroyed);
  for (const client of stalled) client.socket.destroy();
});

test('EndpointServer serves 200 clients at once', async (t) => {
  const { path } = await serve(t);
  const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.greet(path)));
  for (const [id, client] of clients.entries()) client.send({ type: 'request', id, method: 'status', params: {} });
  const answers = await Promise.all(clients.map((client) => client.next()));
  t.deepEqual(
    answers.map((answer) => answer?.id),
    clients.map((_, id) => id),
  );
  for (const client of clients) client.socket.destroy();
});

test('EndpointServer goes on serving whatever bytes strangers send', async (t) => {
  const { path } = await serve(t);
  await using steady = await RawClient.greet(path);
  const junk = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(junk, fc.boolean(), async (writes, greet) => {
      const stranger = greet ? await RawClient.greet(path) : new RawClient(path);
      for (const bytes of writes) stranger.socket.write(bytes);
      stranger.socket.end();
      steady.send({ type: 'request', id: 1, method: 'status', params: {} });
      const answer = await steady.next();
      stranger.socket.destroy();
      return answer?.ok === true;
    }),
    { numRuns: 300 },
  );
  t.pass();
});
