// Random programs do instrumented what they do plainly.

import test from 'ava';
import fc from 'fast-check';
import { COVERAGE_MODES, GRANULARITIES } from '../../../instrument/coverage-options.js';
import { writeProgram } from './program-writer.js';
import { hideFunctionTexts, runProgram } from './run-instrumented.js';

hideFunctionTexts();

const choiceSequences = fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 500, size: 'max' });

test('instrumentSource keeps the meaning of random programs in every mode and granularity', async (t) => {
  let rejected = 0;
  const property = fc.asyncProperty(choiceSequences, fc.boolean(), async (choices, throws) => {
    const source = writeProgram(choices, { throws });
    const { output } = await runProgram(source);
    if (output[0]?.startsWith('threw SyntaxError')) {
      rejected++;
      return;
    }
    for (const mode of COVERAGE_MODES) {
      for (const granularity of GRANULARITIES) {
        const instrumented = await runProgram(source, mode, granularity);
        if (instrumented.output.join('\n') !== output.join('\n')) {
          throw new Error(`${mode} ${granularity}: ${instrumented.output} for ${output}:\n${source}`);
        }
      }
    }
  });
  // Shrinking runs for hours; the seed and the program that are printed are enough.
  await fc.assert(property, { numRuns: 300, endOnFailure: true });
  t.true(rejected < 30, `${rejected} programs were not JavaScript`);
});
