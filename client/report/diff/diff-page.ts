// `covd diff -o`: one self-contained html page. Runs in the CLI process.

import { shortenPaths } from '../shorten-paths.js';
import type { CoverageDiff } from './build-diff.js';
import { type ComparedFile, type ComparedFunction, countSides } from './compare-coverage.js';
import { DIFF_PAGE_STYLE } from './diff-page-style.js';
import { nameSide } from './diff-text.js';
import { SIDES, type Side } from './line-marks.js';

/** Letters of the margin, so that nobody has to tell colors apart. */
const MARKS: Record<Side, string> = { onlyA: 'A', onlyB: 'B', both: 'AB', neither: '–' };

/** The page, with the text of every file; `root` as in DiffTextOptions. */
export function formatDiffPage(diff: CoverageDiff, { root }: { root: string }): string {
  const names = shortenPaths(
    diff.files.map(({ path }) => path),
    root,
  );
  const files = diff.files.map((file) => formatFile(diff, file, names.get(file.path) ?? file.path));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coverage: ${escapeHtml(diff.names.a)} against ${escapeHtml(diff.names.b)}</title>
<style>${DIFF_PAGE_STYLE}</style>
</head>
<body>
<h1>Coverage <small>A: ${escapeHtml(diff.names.a)} &nbsp; B: ${escapeHtml(diff.names.b)}</small></h1>
${formatTotals(diff)}
${diff.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>\n`).join('')}${files.join('')}</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function formatTotals(diff: CoverageDiff): string {
  const totals = countSides(diff.files);
  const rows = SIDES.map((side) => {
    const name = `<th><i class="${side}">${MARKS[side]}</i> ${escapeHtml(nameSide(diff, side))}</th>`;
    return `<tr>${name}<td>${totals.functions[side]}</td><td>${totals.lines[side]}</td></tr>`;
  });
  return `<table class="totals"><tr><td></td><th>Functions</th><th>Lines</th></tr>${rows.join('')}</table>`;
}

/** Open if the sides differ in this file: equal ones are a click away. */
function formatFile(diff: CoverageDiff, file: ComparedFile, name: string): string {
  const { lines, functions } = file;
  const isOpen = lines.onlyA.length + lines.onlyB.length > 0;
  const counts = SIDES.map((side) => `<i class="${side}" title="${side}">${MARKS[side]} ${lines[side].length}</i>`);
  return `<details${isOpen ? ' open' : ''}>
<summary><b>${escapeHtml(name)}</b> ${counts.join(' ')}</summary>
${formatFunctions(functions)}<pre>${formatSource(diff.sourceOf(file.path), file)}</pre>
</details>
`;
}

function formatFunctions(functions: readonly ComparedFunction[]): string {
  const spans = functions.flatMap(formatFunction);
  return spans.length === 0 ? '' : `<p class="functions">${spans.join('\n')}</p>\n`;
}

function formatFunction({ name, line, side }: ComparedFunction): string[] {
  if (side === undefined) return [];
  return [`<span><i class="${side}">${MARKS[side]}</i> ${escapeHtml(name)}<small>:${line}</small></span>`];
}

function formatSource(text: string, { lines }: ComparedFile): string {
  const sideOf = new Map(SIDES.flatMap((side) => lines[side].map((line) => [line, side] as const)));
  const rows = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return rows.map((row, index) => formatLine(row, index + 1, sideOf.get(index + 1))).join('\n');
}

function formatLine(text: string, line: number, side: Side | undefined): string {
  const mark = `<i>${side ? MARKS[side] : ''}</i>`;
  return `<span${side ? ` class="${side}"` : ''}>${mark}<u>${line}</u>${escapeHtml(text)}</span>`;
}
