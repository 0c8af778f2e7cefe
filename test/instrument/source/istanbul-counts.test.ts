// Programs run under covd's instrumenter and Istanbul's: the counts agree.

import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Granularity } from '../../../instrument/coverage-options.js';
import { type Counts, coveredOnly, ourCounts, theirCounts } from './istanbul-counts.js';
import { writeProgram } from './program-writer.js';
import { hideFunctionTexts, type Run, runProgram } from './run-instrumented.js';

hideFunctionTexts();

const RUNS = 100;
const choiceSequences = fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 300, size: 'max' });

test('instrumentSource counts statements, functions and arms as Istanbul does at perstmt, whatever throws', async (t) => {
  await compareRandomPrograms(t, true, 'perstmt', (counts) => counts);
});

test('instrumentSource counts statements, functions and arms as Istanbul does at perblock where nothing throws', async (t) => {
  await compareRandomPrograms(t, false, 'perblock', (counts) => counts);
});

test('instrumentSource calls functions and arms covered as Istanbul does at perblock, whatever throws', async (t) => {
  await compareRandomPrograms(t, true, 'perblock', coveredOnly);
});

const countsAs = test.macro({
  title: (what) => `instrumentSource counts ${what} as Istanbul does at perstmt`,
  async exec(t, source: string) {
    t.deepEqual(ourCounts(await runProgram(source, 'atomic', 'perstmt')), await theirCounts(source));
  },
});

test(
  'a block that throws half-way',
  countsAs,
  `
  const f = (n) => { log(1); if (n) throw new Error('x'); log(2); };
  for (const n of [0, 1, 2]) { try { f(n); log(3); } catch { log(4) } finally { log(5); f(0); } }
  const a = f(0), b = (() => { throw 1 })(), c = f(0);
`,
);
test(
  'abandoned generators',
  countsAs,
  `
  function* g() { log(1); const a = yield 1, b = yield 2; try { log(a || b); yield 3; log(2); } finally { log(3) } log(4) }
  g(); g().next(); for (const i of g()) { if (i === 2) break; } const h = g(); h.next(); h.next(); h.next(); h.return(1);
  const k = g(); k.next(); try { k.throw(new Error('x')) } catch { log('caught') }
`,
);
test(
  'async functions that never come back',
  countsAs,
  `
  const never = new Promise(() => {}), failed = Promise.reject(new Error('x'));
  const f = async (p) => { log(1); try { await p; log(2); } catch { log(3); await never; log(4) } finally { log(5) } return (await p) ?? 1 };
  f(never); f(failed); return f(1);
`,
);
test(
  'fields, static blocks and defaults that throw',
  countsAs,
  `
  const fail = () => { throw new Error('x') };
  class A { a = 1; b = () => 2; c = this.d && fail(); e = 3; static f = 1; static { log(A.f); } static g = () => {} }
  class B extends A { d = 1; constructor(x = 1, { y = fail(), z = 2 } = {}) { super(); log(x); } }
  new A(); try { new B() } catch { log(1) } new B(1, { y: 2 }); A.prototype.d = 1; try { new A() } catch { log(2) }
`,
);
test(
  'the operands of nested logical expressions',
  countsAs,
  `
  const fail = () => { throw new Error('x') };
  for (const a of [0, 1, null]) for (const b of [0, 1]) { try { log(a && b || (a ?? b) && (fail() || b)); } catch { log(a || b) } }
`,
);
test(
  'switch cases that fall through',
  countsAs,
  `
  for (const a of [0, 1, 2, 3, 9]) switch (a) { case 0: case 1: log(1); case 2: { log(2); break; } default: log(a || 3); case a && 8: log(4) }
`,
);
test(
  'hoisted counters of functions in declarations',
  countsAs,
  `
  const fail = () => { throw new Error('x') };
  try { const a = fail(), b = () => 1, c = class {}; } catch { log(1) }
  switch (1) { case 1: try { var d = 1, e = () => 2, f = fail(), g = () => 3 } catch { log(e) } }
  for (let h = 0, i = () => h; h < 2; h++) log(i());
`,
);

/** `view` picks what must be equal. */
async function compareRandomPrograms(
  t: ExecutionContext,
  throws: boolean,
  granularity: Granularity,
  view: (counts: Counts) => unknown,
): Promise<void> {
  let compared = 0;
  const property = fc.asyncProperty(choiceSequences, async (choices) => {
    const source = writeProgram(choices, { throws });
    if (isUnfit(await runProgram(source), throws)) return;
    const run = await runProgram(source, 'atomic', granularity);
    compared++;
    const [ours, theirs] = [view(ourCounts(run)), view(await theirCounts(source))].map((counts) =>
      JSON.stringify(counts),
    );
    if (ours !== theirs) throw new Error(`counted ${ours}, Istanbul ${theirs}:\n${source}`);
  });
  // Shrinking runs for hours; the seed and the program that are printed are enough.
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  t.true(compared > RUNS / 2, `only ${compared} programs were compared`);
}

/** True for what is not JavaScript, or throws where nothing should. */
function isUnfit({ output }: Run, throws: boolean): boolean {
  if (output.at(-1)?.startsWith('threw SyntaxError')) return true;
  return !throws && output.some((line) => line === 'caught' || line.startsWith('threw'));
}
