// Which function a statement belongs to. Runs in the CLI process.

import type { Location } from 'istanbul-lib-coverage';

/** Where a function stands: line 1-based, column 0-based, end exclusive. */
export interface FunctionSpan {
  start: Location;
  body: Location;
  end: Location;
}

/**
 * Finds the innermost of some functions, sorted by start, for positions that must come in ascending order: one walk over
 * both, with the functions around the position on a stack.
 */
export function createFunctionFinder<T extends FunctionSpan>(functions: readonly T[]): (at: Location) => T | undefined {
  const around: T[] = [];
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
function hasBegun({ start, body }: FunctionSpan, at: Location): boolean {
  return comparePositions(start, at) < 0 || comparePositions(body, at) === 0;
}

function dropEnded(around: FunctionSpan[], at: Location): void {
  for (let last = around.at(-1); last && comparePositions(last.end, at) <= 0; last = around.at(-1)) around.pop();
}

/** Negative, zero or positive, as for sort. */
export function comparePositions(a: Location, b: Location): number {
  return a.line - b.line || a.column - b.column;
}
