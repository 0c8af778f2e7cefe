// Listens on the process's endpoint. Daemon thread. Sockets need no thread of libuv's pool, so clients are served
// whatever the measured program does with it.

import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { CoverageError } from '../../instrument/coverage-error.js';
import { ClientConnection, type ConnectionOptions } from './client-connection.js';
import { checkEndpointLength, createEndpointFolder } from './endpoint.js';
import { UnreadAnswers } from './unread-answers.js';

/** Clients at once; file descriptors belong to the measured program too. */
const MAX_CLIENTS = 512;

/** A listening endpoint; `close` may be called again. */
export class EndpointServer {
  readonly path: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(path: string, options: ConnectionOptions) {
    this.path = path;
    const unread = options.unread ?? new UnreadAnswers();
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      new ClientConnection(socket, { ...options, unread });
    });
    this.#server.maxConnections = MAX_CLIENTS;
  }

  /**
   * Listens at `path`, its folder being made or checked first. A socket that stands there already is removed if nobody
   * answers on it. Rejects with ERR_UNSAFE_DIRECTORY, or ERR_CLASH where another process answers there.
   */
  static async listen(path: string, options: ConnectionOptions): Promise<EndpointServer> {
    checkEndpointLength(path);
    if (process.platform !== 'win32') createEndpointFolder(dirname(path));
    const endpoint = new EndpointServer(path, options);
    try {
      await endpoint.#listen();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await removeLeftover(path);
      await endpoint.#listen();
    }
    return endpoint;
  }

  /** Stops listening, which removes the socket, and ends all connections. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      // Exclusive: in a cluster worker the socket is this process's own, not the primary's.
      this.#server.listen({ path: this.path, exclusive: true }, () => {
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
    // The folder keeps others out; this says so on the socket too.
    if (process.platform !== 'win32') chmodSync(this.path, 0o600);
  }
}

/**
 * Removes what an ended process has left that had our pid. Only a refused connection to a socket proves that nobody is
 * there; a file that is no socket refuses them too. An empty one is the mark of a process whose daemon had ended.
 */
async function removeLeftover(path: string): Promise<void> {
  const found = lstatSync(path);
  if (found.isFile() && found.size === 0) {
    unlinkSync(path);
    return;
  }
  if (!found.isSocket()) throw new CoverageError('ERR_CLASH', `listen at ${path}: found something that is no socket`);
  await new Promise<void>((resolve, reject) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      reject(new CoverageError('ERR_CLASH', `listen at ${path}: found another process answering there`));
    });
    probe.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNREFUSED' ? resolve() : reject(error)));
  });
  unlinkSync(path);
}
