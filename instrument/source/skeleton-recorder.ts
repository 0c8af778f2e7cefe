// Istanbul's view of the source, recorded during the walk in the order in which istanbul-lib-instrument's visitor hands
// out its keys. Offsets become positions only at the end. Runs wherever sources are instrumented.

import type { IstanbulRange, IstanbulSkeleton } from '../module-map.js';
import type { DraftUnit } from './coverage-plan.js';
import type { LineTable } from './line-table.js';

/** 0-based offsets, end exclusive; `undefined` for the else arm that the author did not write. */
type Span = { start: number; end: number } | undefined;

interface RecordedBranch {
  type: string;
  span: Span;
  arms: { span: Span; unit: DraftUnit }[];
}

interface RecordedFunction {
  name: string;
  declaration: Span;
  body: Span;
  unit: DraftUnit;
}

export class SkeletonRecorder {
  readonly #statementStarts: number[] = [];
  readonly #statementEnds: number[] = [];
  readonly #statementUnits: DraftUnit[] = [];
  readonly #functions: RecordedFunction[] = [];
  readonly #branches: RecordedBranch[] = [];

  /** The number of the statement; `countStatement` says later which unit counts it. */
  addStatement(start: number, end: number): number {
    this.#statementStarts.push(start);
    this.#statementEnds.push(end);
    return this.#statementUnits.push(-1) - 1;
  }

  countStatement(statement: number, unit: DraftUnit): void {
    this.#statementUnits[statement] = unit;
  }

  /** `name` undefined: Istanbul numbers it. The caller sets the unit. */
  addFunction(name: string | undefined, declaration: Span, body: Span): RecordedFunction {
    const recorded = { name: name || `(anonymous_${this.#functions.length})`, declaration, body, unit: -1 };
    this.#functions.push(recorded);
    return recorded;
  }

  addBranch(type: string, span: Span): RecordedBranch {
    const branch: RecordedBranch = { type, span, arms: [] };
    this.#branches.push(branch);
    return branch;
  }

  /** The skeleton; `unitIndex` turns draft units into the map's. */
  build(lines: LineTable, unitIndex: (unit: DraftUnit) => number): IstanbulSkeleton {
    const range = (span: Span): IstanbulRange => (span ? rangeOf(lines, span.start, span.end) : NOWHERE);
    return {
      statementMap: this.#statementStarts.map((start, i) => rangeOf(lines, start, this.#statementEnds[i] as number)),
      fnMap: this.#functions.map(({ name, declaration, body }) => {
        const loc = range(body);
        return { name, decl: range(declaration), loc, line: loc.start.line ?? 0 };
      }),
      branchMap: this.#branches.map(({ type, span, arms }) => {
        const loc = range(span);
        return { loc, type, locations: arms.map((arm) => range(arm.span)), line: loc.start.line ?? 0 };
      }),
      s: this.#statementUnits.map((unit) => [unitIndex(unit)]),
      f: this.#functions.map(({ unit }) => [unitIndex(unit)]),
      b: this.#branches.map(({ arms }) => arms.map(({ unit }) => [unitIndex(unit)])),
    };
  }
}

export type { RecordedBranch, RecordedFunction };

const UNDEFINED_POSITION = { line: undefined, column: undefined };
const NOWHERE: IstanbulRange = { start: UNDEFINED_POSITION, end: UNDEFINED_POSITION };

function rangeOf(lines: LineTable, start: number, end: number): IstanbulRange {
  return { start: positionOf(lines, start), end: positionOf(lines, end) };
}

function positionOf(lines: LineTable, offset: number): { line: number; column: number } {
  const line = lines.lineAt(offset);
  return { line, column: lines.columnAt(offset, line) };
}
