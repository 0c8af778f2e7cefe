// Sends garbage to a daemon from many sockets while an honest client goes on asking. Runs in the benchmark's own process.

import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { connectTo } from '../harness/covd-client.js';
import { BENCH_ROOT, COVD_PRELOAD, programPath } from '../harness/paths.js';
import { percentile } from '../harness/statistics.js';
import { endpointOf } from './endpoint-of.js';
import { residentMiB } from './resident-memory.js';

const STRANGERS = 20;

/** A sentence that says what an honest client saw meanwhile, and what it cost in memory. Linux only. */
export async function measureGarbage(seconds: number): Promise<string> {
  const child = spawn('node', ['--require', COVD_PRELOAD, programPath('countdown.cjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: BENCH_ROOT,
    env: { ...process.env, COVD_INCLUDE: '["dist/programs/**"]', COVD_EXCLUDE: '[]' },
  });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const endpoint = await endpointOf(pid);
  const client = await connectTo(pid);
  await client.status();
  const before = residentMiB(pid);
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  const honest = async () => {
    for (; performance.now() < end; ) {
      const start = performance.now();
      await client.status();
      times.push(performance.now() - start);
    }
  };
  const strangers = Array.from({ length: STRANGERS }, () => sendUntil(endpoint, end));
  const [sent] = await Promise.all([Promise.all(strangers), honest()]);
  const after = residentMiB(pid);
  await client.close();
  child.kill();
  const connections = sent.reduce((sum, count) => sum + count, 0);
  return (
    `${connections} connections of garbage from ${STRANGERS} sockets in ${seconds} s; ${times.length} honest requests ` +
    `answered meanwhile, p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms; ` +
    `resident memory ${before} -> ${after} MiB`
  );
}

async function sendUntil(endpoint: string, end: number): Promise<number> {
  let connections = 0;
  for (; performance.now() < end; connections++) {
    const socket = createConnection(endpoint);
    // The daemon hangs up on us: that is what this is about.
    socket.on('error', () => {});
    socket.resume();
    const closed = once(socket, 'close').catch(() => {});
    const hello =
      connections % 2 === 0 ? [Buffer.from('\x18\0\0\0\x82\xa4type\xa5hello\xa8protocol\x01', 'latin1')] : [];
    socket.end(Buffer.concat([...hello, randomBytes(randomInt(1, 100_000))]));
    await closed;
  }
  return connections;
}
