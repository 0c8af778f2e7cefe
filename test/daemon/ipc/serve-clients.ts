// A server whose clients are in the test's own process, and what these ask of it.

import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ConnectionOptions, ServeRequest } from '../../../daemon/ipc/client-connection.js';
import { EndpointServer } from '../../../daemon/ipc/endpoint-server.js';
import { PROTOCOL_VERSION, type ServerHello } from '../../../daemon/ipc/protocol.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import type { RawClient } from './raw-client.js';

/** What the server says first. */
export const HELLO: ServerHello = {
  type: 'hello',
  protocol: PROTOCOL_VERSION,
  pid: 1,
  mode: 'atomic',
  granularity: 'perblock',
  argv: [],
};

/** Answers with what it was asked. */
export const echo: ServeRequest = (method, params) => ({ ok: true, result: { method, params } });

/** Listens until the test ends; serves by `echo` unless told otherwise. */
export async function serve(t: ExecutionContext, options: Partial<ConnectionOptions> = {}): Promise<EndpointServer> {
  const path = join(temporaryDirectory(t), '1.sock');
  const server = await EndpointServer.listen(path, { hello: HELLO, serve: echo, ...options });
  t.teardown(() => server.close());
  return server;
}

/** Resolves when the whole answer has arrived. */
export async function askAgain(client: RawClient): Promise<void> {
  client.send({ type: 'request', id: 1, method: 'status', params: {} });
  for (let message = await client.next(); message?.type === 'chunk'; ) message = await client.next();
}
