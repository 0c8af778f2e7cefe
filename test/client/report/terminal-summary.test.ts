// The summary as it stands on a terminal, character by character.

import test, { type ExecutionContext } from 'ava';
import { buildReport } from '../../../client/report/coverage-report.js';
import { formatTerminalSummary, type TerminalOptions } from '../../../client/report/terminal-summary.js';
import { defaultWatermarks } from '../../../client/report/write-reports.js';
import { measureProgram, type ProgramSources } from './measure-program.js';
import { fillQueue, SOURCES } from './programs.js';

const FULL = { 'c.js': 'exports.f = () => 1;\nexports.f();\n' };

const prints = test.macro({
  title: (_, what: string) => `formatTerminalSummary ${what}`,
  async exec(t: ExecutionContext, _what: string, options: Partial<TerminalOptions>, expected: string[]) {
    t.deepEqual((await summarize({ ...SOURCES, ...FULL }, options)).split('\n'), expected);
  },
});

const TOTALS = [
  '',
  '  Statements  ██████████████████░░░░░░  78.57 %  22 of 28',
  '  Branches    ███████████████░░░░░░░░░  63.63 %  7 of 11',
  '  Functions   ████████████████░░░░░░░░  70.00 %  7 of 10',
  '  Lines       ███████████████████░░░░░  81.81 %  18 of 22',
  '',
];

test(prints, 'prints totals with bars and what each file misses', {}, [
  ...TOTALS,
  '  % Stmts  % Branch  % Funcs  % Lines  File          Not covered',
  '   100.00         -   100.00   100.00  c.js',
  '    80.00     75.00    62.50    86.66  src/queue.js  21-22',
  '    60.00     33.33   100.00    60.00  src/sizes.js  4, 8',
  '',
  '',
]);

test('formatTerminalSummary leaves out full files with skipFull and gives their number', async (t) => {
  const text = await summarize({ ...SOURCES, ...FULL }, { skipFull: true });
  t.notRegex(text, /c\.js/);
  t.regex(text, /1 fully covered file is not listed/);
});

test('formatTerminalSummary cuts a long list of lines to the width of the terminal', async (t) => {
  const source = Array.from({ length: 60 }, (_, i) => (i % 2 ? `if (1) ${i};` : `if (0) { \n${i}; }`)).join('\n');
  const lines = (await summarize({ 'long.js': source }, { columns: 80 })).split('\n');
  const row = lines.find((line) => line.includes('long.js'));
  t.true((row?.length ?? 999) <= 80, row);
  t.regex(row ?? '', /, \.\.\.$/);
});

test('formatTerminalSummary colors by watermarks', async (t) => {
  const text = await summarize(SOURCES, { colors: true, watermarks: { ...defaultWatermarks(), lines: [10, 20] } });
  const sizes = text.split('\n').find((line) => line.includes('src/sizes.js')) ?? '';
  t.true(sizes.includes('\u001b[31m   33.33\u001b[39m'), 'branches are low');
  t.true(sizes.includes('\u001b[32m  60.00\u001b[39m'), 'lines are high');
});

test('formatTerminalSummary has no figure for branches in perfunc', async (t) => {
  const packages = measureProgram({ root: '/app', sources: SOURCES, drive: fillQueue, granularity: 'perfunc' });
  const report = await buildReport(packages, []);
  const text = formatTerminalSummary(report, { ...DEFAULTS, columns: 120 });
  t.regex(text, /Branches +·+ +-\n/);
});

const DEFAULTS = { columns: 120, colors: false, watermarks: defaultWatermarks(), skipFull: false, root: '/app' };

async function summarize(sources: ProgramSources, options: Partial<TerminalOptions>): Promise<string> {
  const packages = measureProgram({ root: '/app', sources, drive: 'src/queue.js' in sources ? fillQueue : () => {} });
  return formatTerminalSummary(await buildReport(packages, []), { ...DEFAULTS, ...options });
}
