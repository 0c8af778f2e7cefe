// Group: what covd costs while nobody asks: start-up, and the daemon's processor time and memory at rest.

import { join } from 'node:path';
import { BENCH_ROOT, COVD_PRELOAD, withScratch } from '../../harness/paths.js';
import { figureSpread, noiseSentence, ratioSpread } from '../../harness/ratio-table.js';
import { inRounds } from '../../harness/rounds.js';
import { type Command, runCommand } from '../../harness/run-command.js';
import { formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { measureRest } from './measure-rest.js';

export const rest: Group = {
  name: 'rest',
  title: 'Cost at rest',
  introduction: `How much later a program that does nothing ends (milliseconds more than plain Node in the same round), and what
a program costs in which every thread has run all its functions once and nobody asks for anything, over what the same
program costs plainly.`,
  minutes: { quick: 0.4, whole: 2 },
  run: runRest,
};

interface Start {
  name: string;
  command(node: string, scratch: string): Command;
}

const EMPTY = ['-e', '0'];

const STARTS: Start[] = [
  { name: 'plain', command: (node) => ({ file: node, args: EMPTY }) },
  { name: 'plain again', command: (node) => ({ file: node, args: EMPTY }) },
  { name: 'covd/register', command: (node) => ({ file: node, args: ['--require', COVD_PRELOAD, ...EMPTY] }) },
  {
    name: 'covd/register, a module measured',
    command: (node, scratch) => ({
      file: node,
      args: ['--require', COVD_PRELOAD, join(BENCH_ROOT, 'dist/programs/kernels/calls.cjs')],
      env: { COVD_DIR: scratch },
    }),
  },
  {
    name: 'NODE_V8_COVERAGE',
    command: (node, scratch) => ({ file: node, args: EMPTY, env: { NODE_V8_COVERAGE: join(scratch, 'v8') } }),
  },
  { name: 'c8', command: wrapped('c8/bin/c8.js', '--temp-directory', '--reports-dir') },
  { name: 'nyc', command: wrapped('nyc/bin/nyc.js', '--temp-dir', '--report-dir') },
];

/** A command of bench/node_modules around `node -e 0`, with its two folders. */
function wrapped(file: string, temporary: string, reports: string): Start['command'] {
  return (node, scratch) => ({
    file: node,
    args: [
      join(BENCH_ROOT, 'node_modules', file),
      ...[temporary, join(scratch, 'data'), reports, join(scratch, 'report'), '--reporter', 'json', node, ...EMPTY],
    ],
  });
}

async function runRest({ quick, limit, node }: Settings): Promise<GroupReport> {
  const cells = STARTS.map(({ name, command }) => ({
    name: `start, ${name}`,
    run: () => withScratch(async (scratch) => (await runCommand(command(node, scratch))).wallMs),
  }));
  const samples = await inRounds(cells, limit);
  const [plain = []] = samples;
  const spreads = samples.map((own) => figureSpread(own.map((value, round) => minus(value, plain[round]))));
  const rows = STARTS.map(({ name }, index) => [
    name,
    formatSpread(figureSpread(samples[index] ?? []), 0),
    index === 0 ? '0' : formatSpread(spreads[index], 0),
  ]);
  const head = ['', 'ms', 'ms more than plain'];
  const starts: Table = { title: 'Start and end of a process that does nothing', head, rows };
  return {
    tables: [starts, await measureRest(node, quick)],
    plot: {
      ...{ kind: 'bars', title: 'Start and end of a process that does nothing', xTitle: '', yTitle: 'milliseconds' },
      logarithmic: false,
      rows: samples.flatMap((own, index) => plotRow(STARTS[index]?.name ?? '', own)),
    },
    remarks: [],
    noise: noiseSentence([ratioSpread(samples[1], plain)]),
  };
}

function plotRow(series: string, samples: (number | undefined)[]): PlotRow[] {
  const spread = figureSpread(samples);
  return spread ? [{ x: '', series, value: spread.median, low: spread.min, high: spread.max }] : [];
}

function minus(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}
