// Watches a program at rest for a minute, plain and measured. Runs in the benchmark's own process.

import { setTimeout as wait } from 'node:timers/promises';
import { covdAtomic, plain, type Tool } from '../../harness/tool.js';
import { formatNumber, type Table } from '../../report/markdown-table.js';
import { type LiveProgram, withLiveProgram } from '../live/live-program.js';

interface Usage {
  /** Microseconds. */
  user: number;
  system: number;
  /** Resident bytes. */
  rss: number;
}

interface Rest {
  /** Share of one core, in percent. */
  processor: number;
  /** Resident MiB. */
  memory: number;
}

/** Both programs are watched at the same time, so that they meet the same machine. */
export async function measureRest(node: string, quick: boolean): Promise<Table> {
  const seconds = quick ? 10 : 60;
  const size = quick ? { counters: 20_000, threads: 2 } : { counters: 200_000, threads: 4 };
  const watch = (tool: Tool) =>
    withLiveProgram(tool, { ...size, node, busy: false }, (program) => restOf(program, seconds));
  const [without, measured] = await Promise.all([watch(plain), watch(covdAtomic)]);
  const words = size.counters * size.threads;
  const row = (name: string, { processor, memory }: Rest) => [name, formatNumber(processor), formatNumber(memory, 1)];
  const bytes = ((measured.memory - without.memory) * 2 ** 20) / words;
  return {
    title: `${size.counters} counters in each of ${size.threads} threads, ${seconds} s`,
    head: ['', 'processor, % of a core', 'resident, MiB'],
    rows: [
      row('plain', without),
      row('covd', measured),
      ['more, per counter and thread', '-', `${formatNumber(bytes, 1)} bytes`],
    ],
  };
}

async function restOf(program: LiveProgram, seconds: number): Promise<Rest> {
  // Start-up's own garbage and compilation first.
  await wait(3000);
  const before = await usageOf(program);
  await wait(seconds * 1000);
  const after = await usageOf(program);
  const microseconds = after.user + after.system - before.user - before.system;
  return { processor: microseconds / 10_000 / seconds, memory: after.rss / 2 ** 20 };
}

async function usageOf(program: LiveProgram): Promise<Usage> {
  return (await (await fetch(`${program.url}/usage`)).json()) as Usage;
}
