// Counts more than 10^9 hits of a real program in windows of two clients, a word that wraps among them. Runs in the
// benchmark's own process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type CoverageClient, connectTo } from '../harness/covd-client.js';
import { BENCH_ROOT, COVD_PRELOAD, programPath, withScratch } from '../harness/paths.js';
import { endpointOf } from './endpoint-of.js';
import { loopCount } from './loop-count.js';
import { residentMiB } from './resident-memory.js';

const THREADS = 3;
const TURNS = 333;
const HITS = 3_000_000;
/** More than a word holds. */
const LONG = 2 ** 32 + 123_456_789;

/** A sentence that says how many hits were counted, by whom, and how many are missing. */
export function measureConservation(): Promise<string> {
  return withScratch(async (scratch) => {
    const counts = [THREADS, TURNS, HITS, LONG].map(String);
    const child = spawn('node', ['--require', COVD_PRELOAD, programPath('countdown.cjs'), ...counts], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: BENCH_ROOT,
      env: { ...process.env, COVD_DIR: scratch, COVD_INCLUDE: '["dist/programs/**"]', COVD_EXCLUDE: '[]' },
    });
    await once(child.stdout, 'data');
    await endpointOf(child.pid ?? 0);
    const [a, b] = await Promise.all([connectTo(child.pid ?? 0), connectTo(child.pid ?? 0)]);
    await a.clearCoverageCounters();
    await b.openWindow('b');
    let done = false;
    void once(child.stdout, 'data').then(() => {
      done = true;
    });
    const start = performance.now();
    child.stdin.write('go\n');
    const sums = await Promise.all([sumWindows(a, {}, () => done), sumWindows(b, { window: 'b' }, () => done)]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const resident = residentMiB(child.pid ?? 0);
    child.stdin.end();
    await Promise.all([a.close(), b.close(), once(child, 'close')]);
    const wanted = THREADS * TURNS * HITS + LONG;
    const found = sums.map(({ hits, windows }) => `${hits} in ${windows} windows (missing: ${wanted - hits})`);
    return `${wanted} hits by ${THREADS * TURNS + 1} workers in ${seconds} s, counted by two clients: ${found.join(', ')}; resident at the end ${resident} MiB`;
  });
}

async function sumWindows(client: CoverageClient, options: { window?: string }, isDone: () => boolean) {
  const sum = { hits: 0, windows: 0 };
  for (let isLast = false; !isLast; ) {
    isLast = isDone();
    const chunks: Uint8Array[] = [];
    await client.emitCounterDataToWriter({ write: (chunk) => void chunks.push(chunk) }, { ...options, clear: true });
    sum.hits += await loopCount(Buffer.concat(chunks));
    sum.windows++;
  }
  return sum;
}
