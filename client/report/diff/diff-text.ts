// `covd diff` as text: totals, then what only A, only B and both cover. Runs in the CLI process.

import { formatLines } from '../line-ranges.js';
import { shortenPaths } from '../shorten-paths.js';
import type { CoverageDiff } from './build-diff.js';
import { type ComparedFile, type ComparedFunction, countSides } from './compare-coverage.js';
import { type LinesBySide, SIDES, type Side } from './line-marks.js';

export interface DiffTextOptions {
  /** Absolute; files in it are named relative to it. */
  root: string;
  /** The sections to print, in this order. */
  sides: readonly Side[];
}

/** Lines to print, each ended by a newline. */
export function formatDiff(diff: CoverageDiff, options: DiffTextOptions): string {
  const lines = ['', ...formatTotals(diff), ...options.sides.flatMap((side) => formatSection(diff, side, options))];
  return `${lines.join('\n')}\n`;
}

/** Heading of a side, in words. */
export function nameSide({ names }: CoverageDiff, side: Side): string {
  if (side === 'onlyA') return `Only ${names.a}`;
  if (side === 'onlyB') return `Only ${names.b}`;
  return side === 'both' ? 'Both' : 'Neither';
}

function formatTotals(diff: CoverageDiff): string[] {
  const totals = countSides(diff.files);
  const width = Math.max(...SIDES.map((side) => nameSide(diff, side).length));
  const row = (name: string, functions: string | number, lines: string | number) =>
    `  ${name.padEnd(width)}  ${String(functions).padStart(9)}  ${String(lines).padStart(7)}`;
  return [
    row('', 'functions', 'lines'),
    ...SIDES.map((side) => row(nameSide(diff, side), totals.functions[side], totals.lines[side])),
  ];
}

function formatSection(diff: CoverageDiff, side: Side, { root }: DiffTextOptions): string[] {
  const names = shortenPaths(
    diff.files.map(({ path }) => path),
    root,
  );
  const files = diff.files.flatMap((file) => formatFile(file, side, names.get(file.path) ?? file.path));
  return ['', nameSide(diff, side), ...(files.length === 0 ? ['  (nothing)'] : files)];
}

function formatFile({ functions }: ComparedFile, side: Side, name: string): string[] {
  const concerned = functions.filter((fn) => fn.lines[side].length > 0 || fn.side === side);
  if (concerned.length === 0) return [];
  const titles = concerned.map(({ name: title, line }) => (line === undefined ? title : `${title}:${line}`));
  const width = Math.max(...titles.map((title) => title.length));
  return [`  ${name}`, ...concerned.map((fn, i) => `    ${titles[i]?.padEnd(width)}  ${describe(fn, side)}`.trimEnd())];
}

function describe({ side: called, lines }: ComparedFunction, side: Side): string {
  const own = lines[side];
  if (own.length === 0) return 'no lines of its own';
  const text = `${own.length === 1 ? 'line' : 'lines'} ${formatLines(own, otherLines(lines, side))}`;
  return called === side && isAll(lines, side) ? `whole function, ${text}` : text;
}

function otherLines(lines: LinesBySide, side: Side): number[] {
  return SIDES.filter((other) => other !== side).flatMap((other) => lines[other]);
}

function isAll(lines: LinesBySide, side: Side): boolean {
  return otherLines(lines, side).length === 0;
}
