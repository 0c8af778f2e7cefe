// Comments that exclude code from coverage.

import type { Comment } from './parse-source.js';

export type Hint = 'next' | 'if' | 'else';

const HINT = /^\s*istanbul\s+ignore\s+(if|else|next)(?=\W|$)/;
const IGNORED_FILE = /^\s*istanbul\s+ignore\s+file(?=\W|$)/;

export class Pragmas {
  /** By the offset at which the code behind the comment starts. */
  readonly #hints = new Map<number, Hint>();
  /** True if the whole source is excluded. */
  readonly ignoresFile: boolean;

  constructor(source: string, comments: readonly Comment[]) {
    this.ignoresFile = comments.some(({ value }) => IGNORED_FILE.test(value));
    for (const [index, comment] of comments.entries()) {
      const hint = HINT.exec(comment.value.trim())?.[1] as Hint | undefined;
      if (hint) this.#hints.set(offsetBehind(source, comments, index), hint);
    }
  }

  get hasHints(): boolean {
    return this.#hints.size > 0;
  }

  /** The hint in front of a node that starts at the offset and lies in a node that starts at `outerStart`. */
  hintAt(start: number, outerStart: number): Hint | undefined {
    return start === outerStart ? undefined : this.#hints.get(start);
  }

  /** True if code that starts at the offset is excluded by its position. */
  excludes(_offset: number): boolean {
    return false;
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
