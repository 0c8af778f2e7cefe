// Group: throughput of 1, 2 and 4 threads that all do the same work.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { programPath, withScratch } from '../../harness/paths.js';
import { type Figure, LEGEND, markedSpreads, noiseSentence, ratioSpread } from '../../harness/ratio-table.js';
import { type Cell, inRounds } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import {
  covdAtomic,
  covdCount,
  covdSet,
  nyc,
  plain,
  plainAgain,
  sharedAtomics,
  type Tool,
  v8,
} from '../../harness/tool.js';
import { formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { Group, GroupReport, Settings } from '../group.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdCount, sharedAtomics, v8, nyc];
const THREADS = [1, 2, 4];

export const threads: Group = {
  name: 'threads',
  title: 'Threads',
  introduction: `Worker threads each parse acorn's source again and again; the figure is the parses of all of them per
second, over those of the plain program with as many threads in the same round. covd's default gives every thread
counters of its own; "covd count" and "covd set" let all threads write the same ones, plainly; "shared Atomics.add" is
covd's instrumentation with every \`++\` replaced by Atomics.add on shared counters, what exactness would cost without
regions of one's own.`,
  minutes: { quick: 0.5, whole: 4 },
  run: runThreads,
};

interface Combination {
  tool: Tool;
  count: number;
}

interface ThreadSample {
  /** Parses of all threads together. */
  perSecond: number;
  /** Processor time of all threads for one parse. */
  processorMs: number;
}

type FigureOf = (tool: Tool, count: number, measure: keyof ThreadSample) => Figure;

async function runThreads({ quick, limit, node }: Settings): Promise<GroupReport> {
  const tools = quick ? TOOLS.filter((tool) => tool !== v8 && tool !== nyc) : TOOLS;
  const counts = quick ? [1, 2] : THREADS;
  const combinations = counts.flatMap((count) => tools.map((tool) => ({ tool, count })));
  const cells = combinations.map((combination) => createCell(combination, node, quick));
  const samples = await inRounds(cells, limit);
  const figure: FigureOf = (tool, count, measure) => {
    const index = combinations.findIndex((combination) => combination.tool === tool && combination.count === count);
    return (samples[index] ?? []).map((sample) => sample?.[measure]);
  };
  return reportThreads(tools, counts, figure);
}

function createCell({ tool, count }: Combination, node: string, quick: boolean): Cell<ThreadSample> {
  const env = {
    ...{ BENCH_THREADS: String(count), BENCH_WARM_MS: quick ? '500' : '1500' },
    BENCH_MEASURE_MS: quick ? '500' : '2000',
  };
  const run = () =>
    withScratch(async (scratch) => {
      const job = { node, program: programPath('threads.cjs'), measured: ['node_modules/acorn/'], env };
      return (await runProgram<ThreadSample>(tool, { ...job, cache: join(scratch, 'cache') })).report;
    });
  return { name: `${count} threads, ${tool.name}`, run };
}

function reportThreads(tools: Tool[], counts: number[], figure: FigureOf): GroupReport {
  const compared = tools.filter((tool) => tool !== plain && tool !== plainAgain);
  const spread = (tool: Tool, count: number, measure: keyof ThreadSample) =>
    ratioSpread(figure(tool, count, measure), figure(plain, count, measure));
  const table = (title: string, measure: keyof ThreadSample, best: 'least' | 'most'): Table => ({
    title,
    head: ['threads', 'plain again', ...compared.map(({ name }) => name)],
    rows: counts.map((count) => {
      const noise = spread(plainAgain, count, measure);
      const spreads = compared.map((tool) => spread(tool, count, measure));
      return [`${count}`, formatSpread(noise), ...markedSpreads(spreads, { noise, best })];
    }),
  });
  return {
    tables: [
      table('Work done by all threads in a second, times plain (more is better)', 'perSecond', 'most'),
      table('Processor time for the same work, times plain (less is better)', 'processorMs', 'least'),
    ],
    plot: {
      ...{ kind: 'bars', title: 'Processor time, times plain', xTitle: 'threads', yTitle: 'times plain' },
      logarithmic: true,
      rows: counts.flatMap((count) =>
        [plainAgain, ...compared].flatMap((tool) => plotRow(`${count}`, tool, spread(tool, count, 'processorMs'))),
      ),
    },
    remarks: [LEGEND, `The machine has ${availableParallelism()} cores: more threads than that take turns.`],
    noise: noiseSentence(counts.map((count) => spread(plainAgain, count, 'processorMs'))),
  };
}

function plotRow(x: string, tool: Tool, spread: ReturnType<typeof ratioSpread>): PlotRow[] {
  return spread ? [{ x, series: tool.name, value: spread.median, low: spread.min, high: spread.max }] : [];
}
