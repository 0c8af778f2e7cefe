// Planned units -> the units of the module map: in the lines and columns of the file that was loaded or, where it has a
// source map, of the author's. Runs wherever sources are instrumented.

import { dirname, posix, relative, sep } from 'node:path';
import type { MappedUnit } from '../module-map.js';
import type { AuthorPosition, AuthorPositions } from './author-positions.js';
import type { PlannedFunction, PlannedUnit } from './coverage-plan.js';
import type { LineTable } from './line-table.js';

export interface UnitMapperInput {
  /** Absolute path of the file that was loaded, and its import path. */
  file: string;
  packagePath: string;
  lines: LineTable;
  author: AuthorPositions | undefined;
}

export class UnitMapper {
  readonly #input: UnitMapperInput;

  constructor(input: UnitMapperInput) {
    this.#input = input;
  }

  /** Import path of the file in which the author wrote the function. */
  fileOf({ start }: PlannedFunction): string {
    const { file, packagePath } = this.#input;
    const source = this.#authorAt(start)?.file;
    if (source === undefined || source === file) return packagePath;
    const step = relative(dirname(file), source).split(sep).join('/');
    return posix.join(posix.dirname(packagePath), step);
  }

  /** `func.L<line>.C<column>`, both 1-based. */
  literalName({ start }: PlannedFunction): string {
    const { line, column } = this.#authorAt(start) ?? this.#loadedAt(start);
    return `func.L${line}.C${column + 1}`;
  }

  /** `counters` are indexes into the module's area. What a transpiler added has no statements: nobody wrote it. */
  map({ start, end, statements }: PlannedUnit, counters: number[]): MappedUnit {
    const from = this.#authorAt(start);
    const to = this.#authorEnd(start, end, from);
    const first = from ?? this.#loadedAt(start);
    const last = to ?? this.#loadedAt(end);
    const written = !this.#input.author || from !== undefined;
    return {
      startLine: first.line,
      startColumn: first.column + 1,
      endLine: last.line,
      endColumn: last.column + 1,
      statements: written ? statements : 0,
      counters,
    };
  }

  /** The last mapped position of a unit, never before its start; segments say only where something starts. */
  #authorEnd(start: number, end: number, from: AuthorPosition | undefined): AuthorPosition | undefined {
    if (!from) return undefined;
    const to = end > start ? this.#authorAt(end - 1) : from;
    if (!to || to.file !== from.file) return from;
    return to.line < from.line || (to.line === from.line && to.column < from.column) ? from : to;
  }

  #authorAt(offset: number): AuthorPosition | undefined {
    const { author } = this.#input;
    if (!author) return undefined;
    const { line, column } = this.#loadedAt(offset);
    return author.at(line, column);
  }

  /** Line 1-based, column 0-based. */
  #loadedAt(offset: number): { line: number; column: number } {
    const { lines } = this.#input;
    const line = lines.lineAt(offset);
    return { line, column: lines.columnAt(offset, line) };
  }
}
