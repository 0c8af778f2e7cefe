// Where a unit's statements stand. Go's blocks start at their opening brace, which is on the line of the `if` in front:
// taken as it is, that line would look as if it never ran. Runs in the CLI process.

import type { Range } from 'istanbul-lib-coverage';
import type { MetaUnit } from '../../daemon/files/coverage-data.js';

export interface UnitText {
  /** Undefined: ranges are the units' own. */
  text: string | undefined;
  /** Go counts columns in bytes of UTF-8, covd in UTF-16 code units. */
  byteColumns: boolean;
}

/** From a unit to Istanbul's range (columns from 0), which with a text starts behind brace, blanks and comments. */
export function createUnitRanges({ text, byteColumns }: UnitText): (unit: MetaUnit) => Range {
  const lines = text?.split('\n');
  const position = (line: number, column: number) => {
    const row = byteColumns ? lines?.[line - 1] : undefined;
    return { line, column: row === undefined ? Math.max(0, column - 1) : toCodeUnits(row, Math.max(0, column - 1)) };
  };
  return ([startLine, startColumn, endLine, endColumn]) => {
    const range = { start: position(startLine, startColumn), end: position(endLine, endColumn) };
    return lines ? skipOpening(lines, range) : range;
  };
}

function toCodeUnits(row: string, bytes: number): number {
  return Buffer.from(row).subarray(0, bytes).toString().length;
}

/** Behind the brace: what may come before the first statement. */
const OPENING = /^\{(?:\s|\/\/[^\n]*(?:\n|$)|\/\*.*?\*\/)*/s;

function skipOpening(lines: readonly string[], range: Range): Range {
  const { start, end } = range;
  const block = lines.slice(start.line - 1, end.line);
  if (block.length > 0) block[block.length - 1] = block.at(-1)?.slice(0, end.column) ?? '';
  const code = block.join('\n').slice(start.column);
  const skipped = OPENING.exec(code)?.[0] ?? '';
  // An empty block keeps its place: there is no statement to move to.
  if (skipped === '' || /^\}?$/.test(code.slice(skipped.length))) return range;
  const rows = skipped.split('\n');
  const column = (rows.at(-1) ?? '').length + (rows.length === 1 ? start.column : 0);
  return { start: { line: start.line + rows.length - 1, column }, end };
}
