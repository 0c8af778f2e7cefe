// The parts of a source that comments of c8, v8 and Node's own coverage exclude by position. See pragmas.ts. Runs
// wherever sources are instrumented.

import type { Comment } from './parse-source.js';

const START = /^\s*(?:[cv]8\s+ignore\s+start|node:coverage\s+disable)(?=\W|$)/;
const STOP = /^\s*(?:[cv]8\s+ignore\s+stop|node:coverage\s+enable)(?=\W|$)/;
const LINES = /^\s*(?:(?:c8|node:coverage)\s+ignore\s+next(?:\s+(\d+))?|v8\s+ignore\s+next\s+(\d+))(?=\W|$)/;

/** 0-based offsets, end exclusive. */
interface Range {
  start: number;
  end: number;
}

export class ExcludedRanges {
  readonly #ranges: readonly Range[];

  constructor(source: string, comments: readonly Comment[]) {
    this.#ranges = [...betweenComments(source, comments), ...behindComments(source, comments)];
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  /** True if one range holds everything from `start` to `end`. */
  includes(start: number, end: number): boolean {
    return this.#ranges.some((range) => range.start <= start && start < range.end && end <= range.end);
  }
}

function betweenComments(source: string, comments: readonly Comment[]): Range[] {
  const ranges: Range[] = [];
  let open: number | undefined;
  for (const { value, start } of comments) {
    if (START.test(value)) open ??= start;
    if (!STOP.test(value) || open === undefined) continue;
    ranges.push({ start: open, end: start });
    open = undefined;
  }
  if (open !== undefined) ranges.push({ start: open, end: source.length });
  return ranges;
}

function behindComments(source: string, comments: readonly Comment[]): Range[] {
  return comments.flatMap(({ value, start, end }) => {
    const match = LINES.exec(value);
    if (!match) return [];
    const lineStart = source.lastIndexOf('\n', start - 1) + 1;
    const standsAlone = source.slice(lineStart, start).trim() === '';
    if (!standsAlone) return [{ start: lineStart, end: lineEnd(source, end, 1) }];
    return [{ start, end: lineEnd(source, end, 1 + Number(match[1] ?? match[2] ?? 1)) }];
  });
}

/** The end of the `count`th line from the one that holds `offset` on. */
function lineEnd(source: string, offset: number, count: number): number {
  let end = offset;
  for (let line = 0; line < count; line++) {
    const next = source.indexOf('\n', end);
    if (next < 0) return source.length;
    end = next + 1;
  }
  return end;
}
