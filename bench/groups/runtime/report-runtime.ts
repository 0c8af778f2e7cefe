// Tables and plot of the runtime group. Runs in the benchmark's own process.

import { LEGEND, markedSpreads, noiseSentence } from '../../harness/ratio-table.js';
import { geometricMean, median, ratios, type Spread, spreadOf } from '../../harness/statistics.js';
import { plain, plainAgain, type Tool } from '../../harness/tool.js';
import type { Turn } from '../../programs/measure.cjs';
import { formatNumber, formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { GroupReport } from '../group.js';
import type { StartSample } from './measure-starts.js';
import type { Measured, Workload } from './workloads.js';

/** How many times the plain sample of its round a sample came to. */
type RatioOf<Sample> = (sample: Sample, plain: Sample) => number;

const steadyRatio: RatioOf<Turn[]> = (turns, plain) => turnRatio(turns, plain, 'wallMs');
const processorRatio: RatioOf<Turn[]> = (turns, plain) => turnRatio(turns, plain, 'processorMs');

/** The group's report from all its samples. */
export function reportRuntime(steady: Measured<Turn[]>[], starts: Measured<StartSample>[] = []): GroupReport {
  const workloads = [...new Set(steady.map(({ workload }) => workload))];
  const tables = [
    ratioTable('Steady state: an iteration after warming up, times plain', steady, steadyRatio),
    ratioTable('Steady state: processor time of all threads for an iteration, times plain', steady, processorRatio),
  ];
  if (starts.length > 0) tables.push(...startTables(starts));
  return {
    tables,
    plot: {
      ...{ kind: 'bars', title: 'Run time in the steady state, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: true,
      rows: plotRows(steady, workloads),
    },
    remarks: [
      ...mismatches(steady, (turns) => turns.map(({ check }) => check)),
      ...mismatches(starts, ({ check }) => [check]),
      LEGEND,
    ],
    noise: noiseSentence(workloads.map((workload) => spreadIn(steady, workload, plainAgain, steadyRatio))),
  };
}

function startTables(starts: Measured<StartSample>[]): Table[] {
  return [
    ratioTable(
      'Second start: from the start of the process until the work was done once, times plain',
      starts,
      (sample, plain) => sample.secondStartMs / plain.secondStartMs,
    ),
    ratioTable(
      'Cold start: the whole command with empty caches, the work done once, times plain',
      starts,
      (sample, plain) => sample.coldMs / plain.coldMs,
    ),
  ];
}

/** The median over the turns of one process, each over the plain program's turn beside it. */
function turnRatio(turns: Turn[], plain: Turn[], measure: 'wallMs' | 'processorMs'): number {
  return median(
    ratios(
      turns.map((turn) => turn[measure]),
      plain.map((turn) => turn[measure]),
    ),
  );
}

function ratioTable<Sample>(title: string, cells: Measured<Sample>[], ratioOf: RatioOf<Sample>): Table {
  const workloads = [...new Set(cells.map(({ workload }) => workload))];
  const tools = comparedTools(cells);
  const rows = workloads.map((workload) => {
    const noise = spreadIn(cells, workload, plainAgain, ratioOf);
    const spreads = tools.map((tool) => spreadIn(cells, workload, tool, ratioOf));
    return [workload.name, formatSpread(noise), ...markedSpreads(spreads, { noise, best: 'least' })];
  });
  const mean = (chosen: Workload[]) =>
    [plainAgain, ...tools].map((tool) => {
      const medians = chosen.flatMap((workload) => spreadIn(cells, workload, tool, ratioOf)?.median ?? []);
      return medians.length === chosen.length ? formatNumber(geometricMean(medians)) : '-';
    });
  const aimed = workloads.filter((workload) => workload.aimed);
  return {
    title,
    head: ['', 'plain again', ...tools.map(({ name }) => name)],
    rows: [...rows, ['geometric mean', ...mean(workloads)], ['... of parsers, typescript, kernels', ...mean(aimed)]],
  };
}

function comparedTools(cells: Measured<unknown>[]): Tool[] {
  return [...new Set(cells.map(({ tool }) => tool))].filter((tool) => tool !== plain && tool !== plainAgain);
}

function spreadIn<Sample>(
  cells: Measured<Sample>[],
  workload: Workload,
  tool: Tool,
  ratioOf: RatioOf<Sample>,
): Spread | undefined {
  const samplesOf = (wanted: Tool) =>
    cells.find((cell) => cell.workload === workload && cell.tool === wanted)?.samples ?? [];
  const bases = samplesOf(plain);
  const values = samplesOf(tool).flatMap((sample, round) => {
    const base = bases[round];
    return sample && base ? [ratioOf(sample, base)] : [];
  });
  return values.length > 0 ? spreadOf(values) : undefined;
}

function plotRows(cells: Measured<Turn[]>[], workloads: Workload[]): PlotRow[] {
  return workloads.flatMap((workload) =>
    [plainAgain, ...comparedTools(cells)].flatMap((tool) => {
      const spread = spreadIn(cells, workload, tool, steadyRatio);
      if (!spread) return [];
      return [{ x: workload.name, series: tool.name, value: spread.median, low: spread.min, high: spread.max }];
    }),
  );
}

/** Sentences about samples whose work came to something else than the plain program's. */
function mismatches<Sample>(cells: Measured<Sample>[], checksOf: (sample: Sample) => string[]): string[] {
  const checksIn = ({ samples }: Measured<Sample>) => samples.flatMap((sample) => (sample ? checksOf(sample) : []));
  return cells.flatMap((cell) => {
    const base = cells.find(({ workload, tool }) => workload === cell.workload && tool === plain);
    const [expected] = base ? checksIn(base) : [];
    if (checksIn(cell).every((check) => check === expected)) return [];
    return [`${cell.workload.name} under ${cell.tool.name} gave another result than plain.`];
  });
}
