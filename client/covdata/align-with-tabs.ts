// Tables aligned with tabs, for terminals with a stop every 8 columns; the layout of Go's text/tabwriter as its coverage
// tool sets it up. Runs in the CLI process.

const TAB_WIDTH = 8;

/** Lines of cells; each but the last cell of a line is followed by the tabs that bring the next one to its column. */
export function alignWithTabs(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries())
      widths[column] = Math.max(widths[column] ?? 0, roundUp(lengthOf(cell) + 1));
  }
  return rows.map((row) => `${row.map((cell, column) => pad(cell, column, row, widths)).join('')}\n`).join('');
}

function pad(cell: string, column: number, row: readonly string[], widths: readonly number[]): string {
  if (column === row.length - 1) return cell;
  return cell + '\t'.repeat(Math.ceil(((widths[column] ?? 0) - lengthOf(cell)) / TAB_WIDTH));
}

function roundUp(width: number): number {
  return Math.ceil(width / TAB_WIDTH) * TAB_WIDTH;
}

/** In code points. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
