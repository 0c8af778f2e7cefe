// Measures the first and the second start of a program of a thousand modules. Runs in the benchmark's own process.

import { join } from 'node:path';
import { programPath, withScratch } from '../../harness/paths.js';
import { figureSpread, markedSpreads, ratioSpread } from '../../harness/ratio-table.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import type { Spread } from '../../harness/statistics.js';
import { c8, covdAtomic, nyc, oxc, plain, plainAgain, type Tool, v8 } from '../../harness/tool.js';
import { formatSpread, type Table } from '../../report/markdown-table.js';

const TOOLS = [plain, plainAgain, covdAtomic, v8, c8, nyc, oxc];

interface StartSample {
  firstMs: number;
  secondMs: number;
}

export interface StartReport {
  table: Table;
  /** Plain over plain, second start. */
  noise: Spread | undefined;
}

/** Both starts, from the start of the process until everything was loaded, as milliseconds and times plain. */
export async function startThousandModules(node: string, limit: RoundLimit, quick: boolean): Promise<StartReport> {
  const tools = quick ? TOOLS.filter((tool) => tool !== nyc) : TOOLS;
  const cells = tools.map((tool) => ({ name: `start, ${tool.name}`, run: () => startTwice(tool, node) }));
  const samples = await inRounds(cells, limit);
  const figure = (tool: Tool, measure: keyof StartSample) =>
    (samples[tools.indexOf(tool)] ?? []).map((sample) => sample?.[measure]);
  const spread = (tool: Tool, measure: keyof StartSample) => ratioSpread(figure(tool, measure), figure(plain, measure));
  const compared = tools.filter((tool) => tool !== plain && tool !== plainAgain);
  const column = (measure: keyof StartSample) => [
    '1',
    formatSpread(spread(plainAgain, measure)),
    ...markedSpreads(
      compared.map((tool) => spread(tool, measure)),
      { noise: spread(plainAgain, measure), best: 'least' },
    ),
  ];
  const [first, second] = [column('firstMs'), column('secondMs')];
  const rows = tools.map((tool, index) => [
    tool.name,
    formatSpread(figureSpread(figure(tool, 'firstMs')), 0),
    first[index] ?? '-',
    formatSpread(figureSpread(figure(tool, 'secondMs')), 0),
    second[index] ?? '-',
  ]);
  const head = ['', 'first start, ms', 'times plain', 'second start, ms', 'times plain'];
  const title = 'A program of 1,000 modules (mathjs), from the start of the process until all are loaded';
  return { table: { title, head, rows }, noise: spread(plainAgain, 'secondMs') };
}

async function startTwice(tool: Tool, node: string): Promise<StartSample> {
  return withScratch(async (scratch) => {
    const measured = ['node_modules/mathjs/'];
    const job = {
      node,
      program: programPath('thousand-modules.cjs'),
      measured,
      cache: join(scratch, 'cache'),
      env: {},
    };
    const first = await runProgram<{ loadedMs: number }>(tool, job);
    const second = await runProgram<{ loadedMs: number }>(tool, job);
    return { firstMs: first.report.loadedMs, secondMs: second.report.loadedMs };
  });
}
