// Starts the fastify workload under a tool and puts load on it with autocannon, which runs in the benchmark's own process.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { programPath, withScratch } from '../../harness/paths.js';
import { startProgram } from '../../harness/start-program.js';
import type { Tool } from '../../harness/tool.js';

/** What the server did under full load. */
export interface ServerSample {
  /** Requests per second, mean. */
  requests: number;
  /** Milliseconds within which 99 % of the requests were answered. */
  p99: number;
  /** Microseconds of the server's processor time for a request. */
  processor: number;
}

export interface Load {
  node: string;
  warmSeconds: number;
  seconds: number;
}

/** fastify and what it is made of. */
const MEASURED = [
  ...['fastify', '@fastify', 'find-my-way', 'avvio', 'fast-json-stringify', 'fast-querystring', 'light-my-request'],
  ...['process-warning', 'rfdc', 'secure-json-parse', 'toad-cache', 'pino', 'fastq', 'reusify', 'abstract-logging'],
].map((name) => `node_modules/${name}/`);

const ROUTES = ['/items', '/items/7', '/search?q=item%204', '/items/999'];

/** Rejects if the server does not start or a request fails on the way. */
export async function loadServer(tool: Tool, { node, warmSeconds, seconds }: Load): Promise<ServerSample> {
  return withScratch(async (scratch) => {
    const cache = join(scratch, 'cache');
    mkdirSync(cache);
    const measured = [...MEASURED, 'dist/programs/server'];
    const server = await startProgram(
      tool.command({ node, program: programPath('server.cjs'), measured, scratch, cache, env: {} }),
    );
    const requests = ROUTES.map((path) => ({ method: 'GET' as const, path }));
    await autocannon({ url: server.url, connections: 20, duration: warmSeconds, requests });
    const before = await processorTime(server.url);
    const result = await autocannon({ url: server.url, connections: 20, duration: seconds, requests });
    const processor = ((await processorTime(server.url)) - before) / result.requests.total;
    await server.stop();
    if (result.errors > 0) throw new Error(`load the server: ${result.errors} requests failed, wanted none`);
    return { requests: result.requests.mean, p99: result.latency.p99, processor };
  });
}

async function processorTime(url: string): Promise<number> {
  const { user, system } = (await (await fetch(`${url}/usage`)).json()) as NodeJS.CpuUsage;
  return user + system;
}
