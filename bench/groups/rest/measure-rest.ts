// Watches a program at rest for a minute, plain and measured. Runs in the benchmark's own process.

import { setTimeout as wait } from 'node:timers/promises';
import { covdAtomic, plain, type Tool } from '../../harness/tool.js';
import { formatNumber, type Table } from '../../report/markdown-table.js';
import { type LiveProgram, type LiveSize, withLiveProgram } from '../live/live-program.js';

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

/**
 * Plain and measured are watched at the same time, so that they meet the same machine; on a second start, as servers
 * mostly are. A small program beside it tells what each counter takes from what covd takes by itself.
 */
export async function measureRest(node: string, quick: boolean): Promise<Table> {
  const seconds = quick ? 10 : 60;
  const small = { counters: 10_000, threads: 1 };
  const large = quick ? { counters: 100_000, threads: 2 } : { counters: 200_000, threads: 4 };
  for (const size of [small, large]) await withLiveProgram(covdAtomic, { ...size, node, busy: false }, async () => {});
  const [without, measured] = await watchBoth(node, large, seconds);
  const [smallWithout, smallMeasured] = await watchBoth(node, small, 1);
  const more = measured.memory - without.memory;
  const each = (more - (smallMeasured.memory - smallWithout.memory)) / (wordsOf(large) - wordsOf(small));
  const row = (name: string, { processor, memory }: Rest) => [name, formatNumber(processor), formatNumber(memory, 1)];
  return {
    title: `${large.counters} counters in each of ${large.threads} threads, ${seconds} s`,
    head: ['', 'processor, % of a core', 'resident, MiB'],
    rows: [
      row('plain', without),
      row('covd', measured),
      ['more, by itself', '-', formatNumber(more - each * wordsOf(large), 1)],
      ['more, for each counter of a thread', '-', `${formatNumber(each * 2 ** 20, 0)} bytes`],
    ],
  };
}

function wordsOf({ counters, threads }: LiveSize): number {
  return counters * threads;
}

function watchBoth(node: string, size: LiveSize, seconds: number): Promise<[plain: Rest, measured: Rest]> {
  const watch = (tool: Tool) =>
    withLiveProgram(tool, { ...size, node, busy: false }, (program) => restOf(program, seconds));
  return Promise.all([watch(plain), watch(covdAtomic)]);
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
