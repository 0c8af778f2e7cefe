// Tables and bars of workloads under tools, as ratios to the plain program. Runs in the benchmark's own process.

import { markedSpreads } from '../../harness/ratio-table.js';
import { geometricMean, type Spread, spreadOf } from '../../harness/statistics.js';
import { plain, plainAgain, type Tool } from '../../harness/tool.js';
import { formatNumber, formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { Measured, Workload } from './workloads.js';

/** How many times the plain sample of its round a sample came to. */
export type RatioOf<Sample> = (sample: Sample, plain: Sample) => number;

/** A row for each workload, a column for each tool, and their geometric means. */
export function ratioTable<Sample>(title: string, cells: Measured<Sample>[], ratioOf: RatioOf<Sample>): Table {
  const workloads = workloadsOf(cells);
  const tools = columnsOf(cells);
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

/** A bar for each workload under each tool. */
export function ratioBars<Sample>(cells: Measured<Sample>[], ratioOf: RatioOf<Sample>): PlotRow[] {
  return workloadsOf(cells).flatMap((workload) =>
    [plainAgain, ...columnsOf(cells)].flatMap((tool) => {
      const spread = spreadIn(cells, workload, tool, ratioOf);
      if (!spread) return [];
      return [{ x: workload.name, series: tool.name, value: spread.median, low: spread.min, high: spread.max }];
    }),
  );
}

/** How far the plain program differs from itself, for each workload. */
export function noiseOf<Sample>(cells: Measured<Sample>[], ratioOf: RatioOf<Sample>): (Spread | undefined)[] {
  return workloadsOf(cells).map((workload) => spreadIn(cells, workload, plainAgain, ratioOf));
}

/** Sentences about samples whose work came to something else than the plain program's. */
export function mismatches<Sample>(cells: Measured<Sample>[], checksOf: (sample: Sample) => string[]): string[] {
  const checksIn = ({ samples }: Measured<Sample>) => samples.flatMap((sample) => (sample ? checksOf(sample) : []));
  return cells.flatMap((cell) => {
    const base = cells.find(({ workload, tool }) => workload === cell.workload && tool === plain);
    const [expected] = base ? checksIn(base) : [];
    if (checksIn(cell).every((check) => check === expected)) return [];
    return [`${cell.workload.name} under ${cell.tool.name} gave another result than plain.`];
  });
}

function workloadsOf(cells: Measured<unknown>[]): Workload[] {
  return [...new Set(cells.map(({ workload }) => workload))];
}

function columnsOf(cells: Measured<unknown>[]): Tool[] {
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
