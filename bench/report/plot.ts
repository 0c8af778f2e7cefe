// Plots as SVG, made by vega-lite without a browser. Runs in the benchmark's own process.

import { writeFileSync } from 'node:fs';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** One bar or point: `value` with the range that was seen. */
export interface PlotRow {
  /** What is on the x axis: a workload, or a number for lines. */
  x: string | number;
  /** What colours it: a tool. */
  series: string;
  value: number;
  low: number;
  high: number;
  /** Set by the reporter if there are several Node versions, one panel each. */
  node?: string;
}

export interface Plot {
  kind: 'bars' | 'lines';
  title: string;
  xTitle: string;
  yTitle: string;
  /** Logarithmic y axis; for lines the x axis too. */
  logarithmic: boolean;
  /** Where bars begin on a logarithmic axis, which has no zero; 1 if absent, as fits ratios. */
  baseline?: number;
  rows: PlotRow[];
}

/** Writes the plot to an SVG file. */
export async function writePlot(plot: Plot, file: string): Promise<void> {
  const view = new View(parse(compile(specification(plot)).spec), { renderer: 'none' });
  writeFileSync(file, `${await view.toSVG()}\n`);
}

function specification(plot: Plot): TopLevelSpec {
  const series = [...new Set(plot.rows.map((row) => row.series))];
  const colour = { field: 'series', type: 'nominal', sort: series, title: null, scale: { scheme: 'tableau10' } };
  const x = plot.kind === 'bars' ? barAxis(plot, series) : lineAxis(plot);
  const y = { title: plot.yTitle, scale: plot.logarithmic ? { type: 'log' } : { zero: true } };
  const base = plot.kind === 'bars' && plot.logarithmic ? { y2: { datum: plot.baseline ?? 1 } } : {};
  const layer = [
    {
      mark: plot.kind === 'bars' ? { type: 'bar' } : { type: 'line', point: true },
      encoding: { ...x, color: colour, y: { ...y, field: 'value', type: 'quantitative', stack: null }, ...base },
    },
    {
      mark: { type: 'rule', color: '#333', opacity: 0.6 },
      encoding: { ...x, y: { ...y, field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    },
  ];
  const unit = { width: plot.kind === 'bars' ? { step: barStep(plot, series) } : 480, height: 260, layer };
  const nodes = new Set(plot.rows.map((row) => row.node));
  const panels = nodes.size > 1 ? { facet: { row: { field: 'node', title: null } }, spec: unit } : unit;
  const common = { background: 'white', title: plot.title, data: { values: plot.rows }, ...panels };
  return common as unknown as TopLevelSpec;
}

function barAxis(plot: Plot, series: string[]): object {
  const order = [...new Set(plot.rows.map((row) => row.x))];
  return {
    x: { field: 'x', type: 'nominal', sort: order, title: plot.xTitle, axis: { labelAngle: -30 } },
    xOffset: { field: 'series', type: 'nominal', sort: series },
  };
}

function lineAxis(plot: Plot): object {
  const scale = plot.logarithmic ? { type: 'log' } : { zero: true };
  return { x: { field: 'x', type: 'quantitative', title: plot.xTitle, scale } };
}

function barStep(plot: Plot, series: string[]): number {
  const columns = new Set(plot.rows.map((row) => row.x)).size;
  return Math.max(4, Math.min(16, Math.floor(900 / (columns * series.length))));
}
