// Hints at random places of programs, against what Istanbul makes of them.

import test from 'ava';
import fc from 'fast-check';
import { CHILD_KEYS, type Node, parseSource } from '../../../instrument/source/parse-source.js';
import { skeletonDifference } from './compare-skeleton.js';
import { istanbulCoverageOf } from './istanbul-reference.js';
import { writeProgram } from './program-writer.js';
import { instrument } from './run-instrumented.js';

const choiceSequences = fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 300, size: 'max' });
const HINTS = ['next', 'next', 'if', 'else'];

test('Pragmas excludes what Istanbul does, and keeps its keys, wherever hints stand', (t) => {
  let compared = 0;
  const property = fc.property(
    choiceSequences,
    fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 8 }),
    (choices, at) => {
      const source = withHints(writeProgram(choices, { throws: true }), at);
      const expected = istanbulOrNothing(source);
      if (!expected) return;
      compared++;
      const difference = skeletonDifference(instrument({ source }).map.istanbul, expected);
      if (difference) throw new Error(`${difference}:\n${source}`);
    },
  );
  fc.assert(property, { numRuns: 300, endOnFailure: true });
  t.true(compared > 200, `only ${compared} programs were JavaScript`);
});

/** Puts a comment in front of nodes that the numbers choose. */
function withHints(source: string, numbers: readonly number[]): string {
  const starts = nodeStarts(source);
  const chosen = new Map(numbers.map((number) => [starts[number % starts.length] as number, number % HINTS.length]));
  const ordered = [...chosen].sort(([a], [b]) => b - a);
  return ordered.reduce(
    (text, [start, hint]) => `${text.slice(0, start)}/* istanbul ignore ${HINTS[hint]} */ ${text.slice(start)}`,
    source,
  );
}

function nodeStarts(source: string): number[] {
  const starts = new Set<number>();
  const collect = (node: Node): void => {
    if (node.type !== 'TemplateElement') starts.add(node.start);
    const children = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>;
    for (const key of CHILD_KEYS[node.type] ?? [])
      for (const child of [children[key]].flat()) if (child) collect(child);
  };
  try {
    collect(parseSource({ file: '/app/program.js', source, format: 'commonjs' }).program);
  } catch {
    // Not every random program is one.
  }
  return starts.size > 0 ? [...starts] : [0];
}

function istanbulOrNothing(source: string) {
  try {
    return istanbulCoverageOf(source, '/app/program.js', false);
  } catch {
    return undefined;
  }
}
