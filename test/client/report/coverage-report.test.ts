// Whole reports, against the numbers of istanbul-lib-instrument.

import test, { type ExecutionContext } from 'ava';
import { buildReport } from '../../../client/report/coverage-report.js';
import type { Granularity } from '../../../instrument/coverage-options.js';
import { measureProgram, measureWithIstanbul, type ProgramRun } from './measure-program.js';
import { drainQueue, fillQueue, SOURCES } from './programs.js';

const ROOT = '/app';

const equalsIstanbul = test.macro({
  title: (_, granularity: Granularity, what: string) =>
    `buildReport equals Istanbul's own counts, ${granularity}: ${what}`,
  async exec(t: ExecutionContext, granularity: Granularity, _what: string, run: Omit<ProgramRun, 'root'>) {
    const { map } = await buildReport(measureProgram({ root: ROOT, ...run, granularity }), []);
    const plain = measureWithIstanbul({ root: ROOT, ...run });
    t.deepEqual(JSON.parse(JSON.stringify(map)), withoutHashes(plain));
  },
});

/** Its first and second branch are no entries of Istanbul's. */
const IGNORED_ARMS = `exports.fill = (a) => {
  switch (a) {}
  return a ? /* istanbul ignore next */ 1 : /* istanbul ignore next */ a || 2;
};`;

for (const granularity of ['perblock', 'perstmt'] as const) {
  test(equalsIstanbul, granularity, 'the keys behind branches that are ignored', {
    sources: { 'src/arms.js': IGNORED_ARMS },
    drive: (load) => load('src/arms.js').fill?.(0),
  });
  test(equalsIstanbul, granularity, 'branches, classes, defaults', { sources: SOURCES, drive: fillQueue });
  test(equalsIstanbul, granularity, 'functions that never ran', { sources: SOURCES, drive: () => {} });
}

test('buildReport adds the counts of several pods of one text', async (t) => {
  const run = { root: ROOT, sources: SOURCES };
  const pods = [fillQueue, drainQueue].flatMap((drive) => measureProgram({ ...run, drive }));
  const { map, notes } = await buildReport(pods, []);
  const both = measureWithIstanbul({ ...run, drive: (load) => [fillQueue, drainQueue].map((drive) => drive(load)) });
  // Istanbul loaded the program once, the two pods did so twice: what only loading runs counts double.
  const file = map.fileCoverageFor('/app/src/queue.js');
  const expected = both['/app/src/queue.js'] as unknown as typeof file;
  t.deepEqual(file.f, expected.f);
  t.deepEqual(file.b, expected.b);
  t.deepEqual(notes, [
    '/app/src/queue.js, /app/src/sizes.js: source not found; counts are reported, the text is not shown (--src DIR)',
  ]);
});

/** The fields that Istanbul's instrumenter adds for its own use are no part of a report. */
function withoutHashes(data: object): object {
  const files = Object.entries(data).map(([path, { _coverageSchema, hash, ...file }]) => [path, file]);
  return Object.fromEntries(files);
}
