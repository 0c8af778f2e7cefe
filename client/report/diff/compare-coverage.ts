// Sets on coverage: what only one of two runs covers, what both do, by function and line. Runs in the CLI process.

import type { FileCoverage, FunctionMapping, Location } from 'istanbul-lib-coverage';
import type { CoverageReport } from '../coverage-report.js';

/** Which of the two sides, A and B, ran something. */
export const SIDES = ['onlyA', 'onlyB', 'both', 'neither'] as const;
export type Side = (typeof SIDES)[number];

/** 1-based lines on which a statement starts, ascending. */
export type LinesBySide = Record<Side, number[]>;

export interface ComparedFunction {
  name: string;
  /** 1-based line of its declaration; undefined for top-level code. */
  line: number | undefined;
  /** Who called it; undefined for top-level code, which nobody calls. */
  side: Side | undefined;
  /** Lines of its own statements, without those of functions inside it. */
  lines: LinesBySide;
}

export interface ComparedFile {
  path: string;
  /** A line is covered when one of the statements that start on it is. */
  lines: LinesBySide;
  /** Top-level code first, then in order of position; those without statements included. */
  functions: ComparedFunction[];
}

/** Compares the files of both reports; a file that one of them lacks was not run there. Sorted by path. */
export function compareCoverage(a: CoverageReport, b: CoverageReport): ComparedFile[] {
  const paths = [...new Set([...a.map.files(), ...b.map.files()])].sort();
  return paths.map((path) => {
    const nameOf = (fn: FunctionMapping) => (hasFile(a, path) ? a : b).nameOf(path, fn);
    return compareFile(path, { a: findFile(a, path), b: findFile(b, path), nameOf });
  });
}

/** How many functions and lines there are on each side; top-level code is no function. */
export function countSides(files: readonly ComparedFile[]): Record<'functions' | 'lines', Record<Side, number>> {
  const functions = { onlyA: 0, onlyB: 0, both: 0, neither: 0 };
  const lines = { onlyA: 0, onlyB: 0, both: 0, neither: 0 };
  for (const file of files) {
    for (const side of SIDES) lines[side] += file.lines[side].length;
    for (const fn of file.functions) if (fn.side) functions[fn.side]++;
  }
  return { functions, lines };
}

function hasFile({ map }: CoverageReport, path: string): boolean {
  return path in map.data;
}

function findFile(report: CoverageReport, path: string): FileCoverage | undefined {
  return hasFile(report, path) ? report.map.fileCoverageFor(path) : undefined;
}

interface FilePair {
  a: FileCoverage | undefined;
  b: FileCoverage | undefined;
  nameOf: (fn: FunctionMapping) => string;
}

function compareFile(path: string, { a, b, nameOf }: FilePair): ComparedFile {
  const functions = listFunctions(a, b, nameOf);
  const topLevel = new LineMarks();
  const whole = new LineMarks();
  const findInnermost = createFunctionFinder(functions);
  for (const { start, side } of listStatements(a, b)) {
    whole.add(start.line, side);
    (findInnermost(start)?.marks ?? topLevel).add(start.line, side);
  }
  const compared = functions.map(({ name, start, side, marks }) => ({
    name,
    line: start.line,
    side: sideOf(side),
    lines: marks.bySide(),
  }));
  const outside = { name: '(top level)', line: undefined, side: undefined, lines: topLevel.bySide() };
  return { path, lines: whole.bySide(), functions: topLevel.isEmpty ? compared : [outside, ...compared] };
}

/** Bit 1: A ran it; bit 2: B did. */
type SideBits = number;

const SIDE_OF_BITS: readonly Side[] = ['neither', 'onlyA', 'onlyB', 'both'];

function sideOf(bits: SideBits): Side {
  return SIDE_OF_BITS[bits] ?? 'neither';
}

/** Who covered each line. */
class LineMarks {
  readonly #bits = new Map<number, SideBits>();

  get isEmpty(): boolean {
    return this.#bits.size === 0;
  }

  add(line: number, bits: SideBits): void {
    this.#bits.set(line, (this.#bits.get(line) ?? 0) | bits);
  }

  bySide(): LinesBySide {
    const lines: LinesBySide = { onlyA: [], onlyB: [], both: [], neither: [] };
    for (const [line, bits] of [...this.#bits].sort(([a], [b]) => a - b)) lines[sideOf(bits)].push(line);
    return lines;
  }
}

interface PlacedFunction {
  name: string;
  start: Location;
  body: Location;
  /** Of the whole function, exclusive. */
  end: Location;
  side: SideBits;
  marks: LineMarks;
}

function listFunctions(a: FilePair['a'], b: FilePair['b'], nameOf: FilePair['nameOf']): PlacedFunction[] {
  const functions = new Map<string, PlacedFunction>();
  for (const [bit, file] of [a, b].entries()) {
    for (const [key, fn] of Object.entries(file?.fnMap ?? {})) {
      const id = JSON.stringify([fn.name, fn.loc]);
      const known = functions.get(id) ?? placeFunction(nameOf(fn), fn);
      functions.set(id, known);
      if (file?.f[key]) known.side |= bit + 1;
    }
  }
  return [...functions.values()].sort((x, y) => comparePositions(x.start, y.start));
}

function placeFunction(name: string, { decl, loc }: FunctionMapping): PlacedFunction {
  const start = comparePositions(decl.start, loc.start) < 0 ? decl.start : loc.start;
  return { name, start, body: loc.start, end: loc.end, side: 0, marks: new LineMarks() };
}

/** The statements of both, in order of position. */
function listStatements(a: FilePair['a'], b: FilePair['b']): { start: Location; side: SideBits }[] {
  const statements = [a, b].flatMap((file, bit) =>
    Object.entries(file?.statementMap ?? {}).map(([key, { start }]) => ({ start, side: file?.s[key] ? bit + 1 : 0 })),
  );
  return statements.sort((x, y) => comparePositions(x.start, y.start));
}

/**
 * Finds the innermost of some functions, sorted by start, for positions that must come in ascending order: one walk over
 * both, with the functions around the position on a stack.
 */
function createFunctionFinder(functions: readonly PlacedFunction[]): (at: Location) => PlacedFunction | undefined {
  const around: PlacedFunction[] = [];
  let next = 0;
  return (at) => {
    for (let fn = functions[next]; fn && hasBegun(fn, at); fn = functions[++next]) {
      dropEnded(around, fn.start);
      around.push(fn);
    }
    dropEnded(around, at);
    return around.at(-1);
  };
}

/** `f = () => 1`: the statement that makes the function starts where the function does, and is not in it. */
function hasBegun({ start, body }: PlacedFunction, at: Location): boolean {
  return comparePositions(start, at) < 0 || comparePositions(body, at) === 0;
}

function dropEnded(around: PlacedFunction[], at: Location): void {
  for (let last = around.at(-1); last && comparePositions(last.end, at) <= 0; last = around.at(-1)) around.pop();
}

function comparePositions(a: Location, b: Location): number {
  return a.line - b.line || a.column - b.column;
}
