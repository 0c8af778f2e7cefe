// The top level of a source: the function `<module>`, whose counter stands before everything that runs. Runs wherever
// sources are instrumented.

import { startOf, walkStatements } from './block-walk.js';
import { isDirective } from './function-rules.js';
import type { Program } from './parse-source.js';
import type { Walk } from './walk.js';

/**
 * Walks the whole source. The result is the offset in the instrumented text at which further text may be put in before
 * everything that runs.
 */
export function walkModule(walk: Walk, program: Program): number {
  const { at, guard } = entryOf(walk.source, program);
  const { counter } = walk.openBlock(at, Math.max(at, program.end));
  walk.insertions.addProbe(at, guard, counter, ';');
  walkStatements(walk, program.body, true);
  return at + guard.length;
}

/** In front of the first statement, or behind what must come first; `guard` ends what would swallow a statement there. */
function entryOf(source: string, { body, hashbang }: Program): { at: number; guard: string } {
  const first = body.find((node) => !isDirective(node));
  const lastDirective = body[(first ? body.indexOf(first) : body.length) - 1];
  const guard = lastDirective && source[lastDirective.end - 1] !== ';' ? ';' : '';
  if (first) return { at: startOf(first), guard };
  if (lastDirective) return { at: lastDirective.end, guard };
  // A comment that starts with `-->` is one only at the start of its line.
  if (source.includes('-->')) return { at: source.length, guard: '\n' };
  if (!hashbang) return { at: 0, guard };
  return hashbang.end < source.length ? { at: hashbang.end + 1, guard } : { at: hashbang.end, guard: '\n' };
}
