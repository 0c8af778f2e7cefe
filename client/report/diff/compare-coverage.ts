// Sets on coverage: what only one of two runs covers, what both do, by function and line. Runs in the CLI process.

import type { FileCoverage, FunctionMapping, Location } from 'istanbul-lib-coverage';
import type { CoverageReport } from '../coverage-report.js';
import { comparePositions, createFunctionFinder, type FunctionSpan } from './innermost-function.js';
import { LineMarks, type LinesBySide, SIDES, type Side, type SideBits, sideOf } from './line-marks.js';

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

interface PlacedFunction extends FunctionSpan {
  name: string;
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
