// Kills a program again and again at a random moment, and looks at what it leaves behind. Runs in the benchmark's own
// process.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCH_ROOT, COVD_PRELOAD, programPath, withScratch } from '../harness/paths.js';
import { percentile } from '../harness/statistics.js';
import { firstFunctionCount } from './loop-count.js';

const FLUSH_MS = 250;

/** A sentence that says how many of `times` killed programs left whole files, and how many calls each had lost. */
export async function measureKills(times: number): Promise<string> {
  const lost: number[] = [];
  let torn = 0;
  for (let i = 0; i < times; i++) {
    const left = await withScratch(killOnce);
    if (left === undefined) torn++;
    else lost.push(left.calls - left.counted);
  }
  const [p50, worst] = [percentile(lost, 0.5), Math.max(...lost)];
  return (
    `${times} programs killed by SIGKILL, flush every ${FLUSH_MS} ms: ${torn} without exactly one readable pair of ` +
    `files; of calls made once a millisecond, lost at p50 ${p50}, at most ${worst}`
  );
}

/** Calls made, and calls counted in the files; undefined if these are not one pair that can be read. */
async function killOnce(scratch: string): Promise<{ calls: number; counted: number } | undefined> {
  const [dir, ticks] = [join(scratch, 'data'), join(scratch, 'ticks')];
  mkdirSync(dir);
  const child = spawn('node', ['--require', COVD_PRELOAD, programPath('ticks.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: BENCH_ROOT,
    env: {
      ...process.env,
      ...{ TICKS: ticks, COVD_DIR: dir, COVD_FLUSH: String(FLUSH_MS) },
      ...{ COVD_INCLUDE: '["dist/programs/**"]', COVD_EXCLUDE: '[]' },
    },
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  // Before its first flush a program has nothing to show yet.
  while (readFiles(dir, 'covcounters.').length === 0) await sleep(5);
  await sleep(randomInt(0, 700));
  child.kill('SIGKILL');
  await closed;
  const [counters, ...others] = readFiles(dir, 'covcounters.');
  const metas = readFiles(dir, 'covmeta.');
  if (counters === undefined || others.length > 0 || metas.length !== 1) return undefined;
  return { calls: Number(readFileSync(ticks, 'utf8')), counted: await firstFunctionCount(counters) };
}

function readFiles(dir: string, prefix: string): Buffer[] {
  const names = readdirSync(dir).filter((name) => name.startsWith(prefix));
  return names.map((name) => readFileSync(join(dir, name)));
}
