// Tables and plot of the runtime group. Runs in the benchmark's own process.

import { type Figure, LEGEND, markedSpreads, noiseSentence, ratioSpread } from '../../harness/ratio-table.js';
import { geometricMean } from '../../harness/statistics.js';
import { plain, plainAgain, type Tool } from '../../harness/tool.js';
import { formatNumber, formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { GroupReport } from '../group.js';
import type { RuntimeCell, RuntimeSample } from './measure-workloads.js';
import type { Workload } from './workloads.js';

type Measure = Exclude<keyof RuntimeSample, 'check'>;

/** The group's report from all its samples. */
export function reportRuntime(cells: RuntimeCell[]): GroupReport {
  const workloads = [...new Set(cells.map(({ workload }) => workload))];
  const steady = [
    ratioTable('Steady state: an iteration after warming up, times plain', cells, 'steadyMs'),
    ratioTable(
      'Steady state: processor time of all threads for an iteration, times plain (less disturbed by other programs)',
      cells,
      'processorMs',
    ),
  ];
  const starts = [
    ratioTable(
      'Second start: from the start of the process until the work was done once, times plain',
      cells,
      'secondStartMs',
    ),
    ratioTable('Cold start: the whole command with empty caches, the work done once, times plain', cells, 'coldMs'),
  ];
  const isCold = cells.some(({ samples }) => samples.some((sample) => sample?.coldMs !== undefined));
  return {
    tables: isCold ? [...steady, ...starts] : steady,
    plot: {
      ...{ kind: 'bars', title: 'Run time in the steady state, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: true,
      rows: plotRows(cells, workloads),
    },
    remarks: [...mismatches(cells), LEGEND],
    noise: noiseSentence(workloads.map((workload) => spreadIn(cells, workload, plainAgain, 'steadyMs'))),
  };
}

function ratioTable(title: string, cells: RuntimeCell[], measure: Measure): Table {
  const workloads = [...new Set(cells.map(({ workload }) => workload))];
  const tools = comparedTools(cells);
  const rows = workloads.map((workload) => {
    const noise = spreadIn(cells, workload, plainAgain, measure);
    const spreads = tools.map((tool) => spreadIn(cells, workload, tool, measure));
    return [workload.name, formatSpread(noise), ...markedSpreads(spreads, { noise, best: 'least' })];
  });
  const mean = (chosen: Workload[]) =>
    [plainAgain, ...tools].map((tool) => {
      const medians = chosen.flatMap((workload) => spreadIn(cells, workload, tool, measure)?.median ?? []);
      return medians.length === chosen.length ? formatNumber(geometricMean(medians)) : '-';
    });
  const aimed = workloads.filter((workload) => workload.aimed);
  return {
    title,
    head: ['', 'plain again', ...tools.map(({ name }) => name)],
    rows: [...rows, ['geometric mean', ...mean(workloads)], ['... of parsers, typescript, kernels', ...mean(aimed)]],
  };
}

function comparedTools(cells: RuntimeCell[]): Tool[] {
  return [...new Set(cells.map(({ tool }) => tool))].filter((tool) => tool !== plain && tool !== plainAgain);
}

function spreadIn(cells: RuntimeCell[], workload: Workload, tool: Tool, measure: Measure) {
  const figureOf = (wanted: Tool): Figure | undefined =>
    cells
      .find((cell) => cell.workload === workload && cell.tool === wanted)
      ?.samples.map((sample) => sample?.[measure]);
  return ratioSpread(figureOf(tool), figureOf(plain));
}

function plotRows(cells: RuntimeCell[], workloads: Workload[]): PlotRow[] {
  return workloads.flatMap((workload) =>
    [plainAgain, ...comparedTools(cells)].flatMap((tool) => {
      const spread = spreadIn(cells, workload, tool, 'steadyMs');
      if (!spread) return [];
      return [{ x: workload.name, series: tool.name, value: spread.median, low: spread.min, high: spread.max }];
    }),
  );
}

function mismatches(cells: RuntimeCell[]): string[] {
  return cells.flatMap(({ workload, tool, samples }) => {
    const expected = cells.find((cell) => cell.workload === workload && cell.tool === plain)?.samples[0]?.check;
    const found = samples.find((sample) => sample && sample.check !== expected);
    return found ? [`${workload.name} under ${tool.name} gave another result than plain.`] : [];
  });
}
