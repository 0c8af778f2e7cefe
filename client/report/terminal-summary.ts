// The report that `covd report` prints when no reporter is named: totals with bars, then one line a file with what is not
// covered. Runs in the CLI process.

import { styleText } from 'node:util';
import type { Watermarks } from 'istanbul-lib-report';
import { summarize } from './coverage-map.js';
import type { CoverageReport } from './coverage-report.js';
import { formatLines } from './line-ranges.js';
import { METRICS, type Metric } from './metrics.js';
import { shortenPaths } from './shorten-paths.js';

export interface TerminalOptions {
  /** Width of the terminal; a list of lines is cut to it. */
  columns: number;
  colors: boolean;
  watermarks: Watermarks;
  /** Leave out files of which everything is covered; their number is given. */
  skipFull: boolean;
  /** Absolute; files in it are named relative to it. */
  root: string;
}

/** Lines to print, each ended by a newline. */
export function formatTerminalSummary(report: CoverageReport, options: TerminalOptions): string {
  const totals = METRICS.map((metric) => formatTotal(report, metric, options));
  return ['', ...totals, '', ...formatFiles(report, options), '', ''].join('\n');
}

const BAR_CELLS = 24;

function formatTotal(report: CoverageReport, metric: Metric, options: TerminalOptions): string {
  const { pct, covered, total } = summarize(report.map)[metric];
  const name = `  ${metric.slice(0, 1).toUpperCase()}${metric.slice(1)}`.padEnd(14);
  if (total === 0) return `${name}${'·'.repeat(BAR_CELLS)}        -`;
  // Rounded down, so that only what is complete looks complete; rounded up to one cell, so that something looks like it.
  const cells = Math.max(Math.floor((covered / total) * BAR_CELLS), Math.min(covered, 1));
  const bar = '█'.repeat(cells) + '░'.repeat(BAR_CELLS - cells);
  const figure = `${bar} ${pct.toFixed(2).padStart(6)} %`;
  return `${name}${paint(figure, { metric, pct }, options)}  ${covered} of ${total}`;
}

const HEADER = ['% Stmts', '% Branch', '% Funcs', '% Lines'];

function formatFiles(report: CoverageReport, options: TerminalOptions): string[] {
  const files = report.map.files();
  const shown = files.filter((file) => !options.skipFull || !isFull(report, file));
  const names = shortenPaths(files, options.root);
  const width = Math.max(4, ...shown.map((file) => (names.get(file) ?? file).length));
  const header = `  ${HEADER.join('  ')}  ${'File'.padEnd(width)}  Not covered`;
  const rows = shown.map((file) =>
    formatFile(report, { file, name: (names.get(file) ?? file).padEnd(width) }, options),
  );
  const full = files.length - shown.length;
  const hidden = full > 0 ? [`  ${full} fully covered ${full === 1 ? 'file is' : 'files are'} not listed`] : [];
  return shown.length === 0 ? hidden : [header, ...rows, ...hidden];
}

function isFull({ map }: CoverageReport, file: string): boolean {
  const summary = summarize(map, file);
  return METRICS.every((metric) => summary[metric].covered === summary[metric].total);
}

function formatFile(report: CoverageReport, row: { file: string; name: string }, options: TerminalOptions): string {
  const summary = summarize(report.map, row.file);
  const cells = METRICS.map((metric, index) => {
    const { pct, total } = summary[metric];
    const width = HEADER[index]?.length ?? 0;
    return total === 0 ? '-'.padStart(width) : paint(pct.toFixed(2).padStart(width), { metric, pct }, options);
  });
  const used = 2 + HEADER.join('  ').length + 2 + row.name.length + 2;
  const missing = cut(describeMissing(report, row.file), Math.max(options.columns - used, 20));
  return `  ${cells.join('  ')}  ${row.name}  ${missing}`.trimEnd();
}

function describeMissing({ map }: CoverageReport, file: string): string {
  const coverage = map.fileCoverageFor(file);
  const lines = Object.entries(coverage.getLineCoverage()).map(([line, count]) => [Number(line), count] as const);
  const missed = lines.filter(([, count]) => count === 0).map(([line]) => line);
  const run = lines.filter(([, count]) => count > 0).map(([line]) => line);
  if (missed.length > 0) return formatLines(missed, run);
  const branches = Object.entries(coverage.getBranchCoverageByLine()).filter(
    ([, { covered, total }]) => covered < total,
  );
  return branches.length === 0 ? '' : `branches at ${branches.map(([line]) => line).join(', ')}`;
}

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const comma = text.lastIndexOf(',', width - 5);
  return `${text.slice(0, comma < 0 ? width - 5 : comma)}, ...`;
}

const COLORS = { low: 'red', medium: 'yellow', high: 'green' } as const;

function paint(text: string, value: { metric: Metric; pct: number }, { colors, watermarks }: TerminalOptions): string {
  if (!colors) return text;
  const [low, high] = watermarks[value.metric];
  const level = value.pct < low ? 'low' : value.pct >= high ? 'high' : 'medium';
  // Whether there are colors has been decided; by itself styleText looks at stdout (Node 22, 24).
  return styleText(COLORS[level], text, { validateStream: false });
}
