// Tables as Markdown. Runs in the benchmark's own process.

import type { Spread } from '../harness/statistics.js';

export interface Table {
  title: string;
  head: string[];
  /** Rows of as many cells as the head has. */
  rows: string[][];
}

/** The table as Markdown, columns aligned for readers of the source. */
export function markdownTable({ title, head, rows }: Table): string {
  const widths = head.map((cell, column) =>
    Math.max(...[cell, ...rows.map((row) => row[column] ?? '')].map(lengthOf), 3),
  );
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [`**${title}**`, '', line(head), line(rule), ...rows.map(line)].join('\n');
}

/** "1.15 (1.12-1.19)"; "-" if there was no round. */
export function formatSpread(spread: Spread | undefined, digits = 2): string {
  if (!spread || spread.rounds === 0) return '-';
  const [median, min, max] = [spread.median, spread.min, spread.max].map((value) => formatNumber(value, digits));
  return spread.rounds === 1 ? `${median}` : `${median} (${min}-${max})`;
}

/** The number with the given digits behind the point, fewer from 100 on. */
export function formatNumber(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '-';
  return value.toFixed(value >= 1000 ? 0 : value >= 100 ? Math.min(digits, 1) : digits);
}

function lengthOf(text: string): number {
  return text.length;
}
