// Which thresholds are missed, and what is said of them.

import test, { type ExecutionContext } from 'ava';
import { buildReport } from '../../../client/report/coverage-report.js';
import type { Thresholds } from '../../../client/report/metrics.js';
import { checkThresholds } from '../../../client/report/thresholds.js';
import type { Granularity } from '../../../instrument/coverage-options.js';
import { measureProgram } from './measure-program.js';
import { fillQueue, SOURCES } from './programs.js';

interface Settings {
  perFile?: boolean;
  granularity?: Granularity;
}

const misses = test.macro({
  title: (_, what: string) => `checkThresholds ${what}`,
  async exec(t: ExecutionContext, _what: string, thresholds: Thresholds, settings: Settings, expected: string[]) {
    const { granularity = 'perblock', perFile = false } = settings;
    const packages = measureProgram({ root: '/app', sources: SOURCES, drive: fillQueue, granularity });
    t.deepEqual(checkThresholds(await buildReport(packages, []), thresholds, { perFile }), expected);
  },
});

test(misses, 'says nothing when all are reached', { lines: 80, functions: 66 }, {}, []);
test(misses, 'names what is missed, with figures', { lines: 80.01, functions: 90, statements: 10 }, {}, [
  'checking functions of all files: 66.66 % (6 of 9), wanted at least 90 %',
  'checking lines of all files: 80 % (16 of 20), wanted at least 80.01 %',
]);
test(misses, 'checks each file with perFile', { branches: 75 }, { perFile: true }, [
  'checking branches of /app/src/sizes.js: 33.33 % (1 of 3), wanted at least 75 %',
]);
test(misses, 'does not take unknown branches for covered', { branches: 1 }, { granularity: 'perfunc' }, [
  'checking branches of all files: not measured, wanted at least 1 %',
]);
test(misses, 'lets unknown branches pass a threshold of 0', { branches: 0 }, { granularity: 'perfunc' }, []);
