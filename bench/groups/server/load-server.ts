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
}

export interface Load {
  node: string;
  warmSeconds: number;
  seconds: number;
}

const ROUTES = ['/items', '/items/7', '/search?q=item%204', '/items/999'];

/** Rejects if the server does not start or a request fails on the way. */
export async function loadServer(tool: Tool, { node, warmSeconds, seconds }: Load): Promise<ServerSample> {
  return withScratch(async (scratch) => {
    const cache = join(scratch, 'cache');
    mkdirSync(cache);
    const measured = ['node_modules/', 'dist/programs/server'];
    const server = await startProgram(
      tool.command({ node, program: programPath('server.cjs'), measured, scratch, cache, env: {} }),
    );
    const requests = ROUTES.map((path) => ({ method: 'GET' as const, path }));
    await autocannon({ url: server.url, connections: 20, duration: warmSeconds, requests });
    const result = await autocannon({ url: server.url, connections: 20, duration: seconds, requests });
    await server.stop();
    if (result.errors > 0) throw new Error(`load the server: ${result.errors} requests failed, wanted none`);
    return { requests: result.requests.mean, p99: result.latency.p99 };
  });
}
