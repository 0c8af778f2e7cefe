// Comments that exclude code from coverage, of all tools that people come from. Runs wherever sources are
// instrumented.
//
//   istanbul ignore next | if | else | file      the node behind the comment, an arm of the `if` behind it, the file
//   v8 ignore next | if | else | file            the same (as vitest reads them)
//   c8 ignore next [N], v8 ignore next N,        what starts in the N lines behind the comment; behind code on its own
//   node:coverage ignore next [N]                line, what starts in that line
//   c8 | v8 ignore start ... stop,               what lies between
//   node:coverage disable ... enable

import { ExcludedRanges } from './excluded-ranges.js';
import { CHILD_KEYS, type Comment, type Node, type ParsedSource } from './parse-source.js';

export type Hint = 'next' | 'if' | 'else';

const HINT = /^\s*(?:istanbul|v8)\s+ignore\s+(if|else|next)(?=\W|$)/;
const NUMBERED = /^\s*v8\s+ignore\s+next\s+\d/;
const IGNORED_FILE = /^\s*(?:istanbul|v8)\s+ignore\s+file(?=\W|$)/;

export class Pragmas {
  /** By the offset at which the code behind the comment starts. */
  readonly #hints = new Map<number, Hint>();
  readonly #ranges: ExcludedRanges;
  /** True if the whole source is excluded. */
  readonly ignoresFile: boolean;
  /** True if no comment excludes anything. */
  readonly isEmpty: boolean;

  constructor(source: string, parsed: ParsedSource) {
    const { comments } = parsed;
    this.ignoresFile = comments.some(({ value }) => IGNORED_FILE.test(value));
    for (const [index, { value }] of comments.entries()) {
      const hint = NUMBERED.test(value) ? undefined : (HINT.exec(value)?.[1] as Hint | undefined);
      if (!hint) continue;
      this.#hints.set(offsetBehind(source, comments, index), hint);
    }
    for (const [offset, hint] of parenthesisHints(source, parsed, this.#hints)) this.#hints.set(offset, hint);
    this.#ranges = new ExcludedRanges(source, comments);
    this.isEmpty = this.#hints.size === 0 && this.#ranges.isEmpty;
  }

  /** The hint in front of a node that starts at the offset and lies in a node that starts at `outerStart`. */
  hintAt(start: number, outerStart: number): Hint | undefined {
    return start === outerStart ? undefined : this.#hints.get(start);
  }

  /** True if what starts at the offset is excluded by its position. */
  excludes(start: number): boolean {
    return !this.isEmpty && this.#ranges.includes(start, start);
  }

  /** True if all from `start` to `end` (exclusive) is excluded by its position. */
  excludesAll(start: number, end: number): boolean {
    return this.#ranges.includes(start, end);
  }
}

/** Where the code starts behind a comment and the comments and white space that follow it. */
function offsetBehind(source: string, comments: readonly Comment[], index: number): number {
  let offset = comments[index]?.end ?? 0;
  for (let next = index + 1; ; next++) {
    while (/\s/.test(source.charAt(offset))) offset++;
    const comment = comments[next];
    if (comment?.start !== offset) return offset;
    offset = comment.end;
  }
}

/**
 * A hint in front of a parenthesis that no node starts with belongs to the expression within: `a && (b || c)` has one in
 * front of its second operand, while `(b || c).d` has it in front of the whole.
 */
function parenthesisHints(
  source: string,
  { program }: ParsedSource,
  hints: ReadonlyMap<number, Hint>,
): [number, Hint][] {
  const candidates = [...hints].filter(([offset]) => source[offset] === '(' && opensExpression(source, offset));
  if (candidates.length === 0) return [];
  const starts = new Set<number>();
  collectStarts(program, starts);
  const ordered = [...starts].sort((a, b) => a - b);
  return candidates
    .filter(([offset]) => !starts.has(offset))
    .map(([offset, hint]) => [ordered.find((start) => start > offset) ?? offset, hint]);
}

/** False for the parenthesis of a call, of parameters or of a statement's head. */
function opensExpression(source: string, offset: number): boolean {
  const before = source.slice(0, offset).replace(/(?:\s|\/\*(?:(?!\*\/)[\s\S])*\*\/|\/\/[^\n]*\n)+$/, '');
  return (
    !/[\w$)\]]$/.test(before) ||
    /(?:^|[^\w$.])(?:return|typeof|case|throw|void|await|yield|in|of|else|default)$/.test(before)
  );
}

function collectStarts(node: Node, starts: Set<number>): void {
  starts.add(node.start);
  const children = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>;
  for (const key of CHILD_KEYS[node.type] ?? []) {
    for (const child of [children[key]].flat()) if (child) collectStarts(child, starts);
  }
}
