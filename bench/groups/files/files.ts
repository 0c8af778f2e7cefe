// Group: the tools that read coverage files, against Go's own on the same files.

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { COVD_COMMAND, withScratch } from '../../harness/paths.js';
import { type Figure, figureSpread, noiseSentence, ratioSpread } from '../../harness/ratio-table.js';
import { type Cell, inRounds } from '../../harness/rounds.js';
import { type Command, type CommandResult, runCommand } from '../../harness/run-command.js';
import { formatNumber, formatSpread, type Table } from '../../report/markdown-table.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { type Sample, writeSampleFiles } from './sample-files.js';

const COUNTERS = 200_000;
const FEW = 200;

export const files: Group = {
  name: 'files',
  title: 'Files',
  introduction: `Counter files of many runs of one program of ${COUNTERS} counters, a third of them zero, most small, read by
covd's verbs and by \`go tool covdata\` (the tool itself, not the \`go\` command in front of it). The time is that of the whole
command.`,
  minutes: { quick: 0.3, whole: 3 },
  run: (settings) => withScratch((directory) => runFiles(settings, directory)),
};

interface Verb {
  name: string;
  sample: Sample;
  /** Arguments besides the input. */
  args: () => string[];
}

async function runFiles({ quick, limit, node }: Settings, directory: string): Promise<GroupReport> {
  const few = await writeSampleFiles(join(directory, 'few'), quick ? 20 : FEW, COUNTERS);
  const many = quick ? few : await writeSampleFiles(join(directory, 'many'), 1000, COUNTERS);
  const output = () => mkdtempSync(join(directory, 'out-'));
  const verbs: Verb[] = [
    { name: 'merge', sample: many, args: () => ['-o', output()] },
    { name: 'percent', sample: few, args: () => [] },
    { name: 'textfmt', sample: few, args: () => ['-o', join(output(), 'profile.txt')] },
    { name: 'func', sample: few, args: () => [] },
  ];
  const go = findGoTool();
  const covd = (verb: Verb): Command => ({
    file: node,
    args: [COVD_COMMAND, verb.name, '-i', verb.sample.directory, ...verb.args()],
  });
  const goTool = (verb: Verb): Command => ({
    file: go ?? '',
    args: [verb.name, `-i=${verb.sample.directory}`, ...verb.args()],
  });
  const cells: Cell<CommandResult>[] = verbs.flatMap((verb) => [
    { name: `${verb.name}, covd`, run: () => runCommand(covd(verb)) },
    { name: `${verb.name}, covd again`, run: () => runCommand(covd(verb)) },
    ...(go ? [{ name: `${verb.name}, go tool covdata`, run: () => runCommand(goTool(verb)) }] : []),
  ]);
  const samples = await inRounds(cells, limit);
  return reportFiles(verbs, samples, go !== undefined);
}

/** The tool itself, so that the `go` command's own start is not counted; undefined without Go. */
function findGoTool(): string | undefined {
  const { status, stdout } = spawnSync('go', ['tool', '-n', 'covdata'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function reportFiles(verbs: Verb[], samples: (CommandResult | undefined)[][], hasGo: boolean): GroupReport {
  const columns = hasGo ? 3 : 2;
  const of = (index: number, column: number) => (column < columns ? (samples[index * columns + column] ?? []) : []);
  const seconds = (index: number, column: number): Figure => of(index, column).map((run) => run && run.wallMs / 1000);
  const peak = (index: number, column: number) =>
    formatNumber(Math.max(...of(index, column).map((run) => (run?.peakBytes ?? 0) / 2 ** 20)), 0);
  const rows = verbs.map(({ name, sample }, index) => [
    `${name} of ${sample.files} files`,
    formatSpread(figureSpread(seconds(index, 0))),
    hasGo ? formatSpread(figureSpread(seconds(index, 2))) : '-',
    hasGo ? formatSpread(ratioSpread(seconds(index, 0), seconds(index, 2))) : '-',
    peak(index, 0),
    hasGo ? peak(index, 2) : '-',
  ]);
  const head = ['', 'covd, s', 'Go, s', 'covd over Go (below 1: covd is faster)', 'covd, MiB', 'Go, MiB'];
  const series = hasGo ? ['covd', '', 'go tool covdata'] : ['covd'];
  return {
    tables: [{ title: 'covd against go tool covdata', head, rows }, bytesTable(verbs[0]?.sample)],
    plot: {
      ...{ kind: 'bars', title: 'Reading coverage files', xTitle: '', yTitle: 'seconds' },
      logarithmic: false,
      rows: verbs.flatMap(({ name }, index) =>
        series.flatMap((tool, column) => {
          const spread = tool === '' ? undefined : figureSpread(seconds(index, column));
          return spread ? [{ x: name, series: tool, value: spread.median, low: spread.min, high: spread.max }] : [];
        }),
      ),
    },
    remarks: hasGo ? [] : ["Go is not on this machine: its tool's columns are empty."],
    noise: noiseSentence(verbs.map((_, index) => ratioSpread(seconds(index, 1), seconds(index, 0)))),
  };
}

function bytesTable(sample: Sample | undefined): Table {
  return {
    title: 'Bytes per counter on disk',
    head: ['file', 'bytes'],
    rows: [
      ['counter file', formatNumber(sample?.counterBytes ?? 0)],
      ["meta-data file (without Istanbul's detail)", formatNumber(sample?.metaBytes ?? 0)],
    ],
  };
}
