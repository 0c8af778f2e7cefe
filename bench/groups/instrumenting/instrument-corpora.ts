// Measures instrumenters on whole corpora, in turns. Runs in the benchmark's own process.

import { programPath, withScratch } from '../../harness/paths.js';
import { type Figure, figureSpread, ratioSpread } from '../../harness/ratio-table.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import { plain } from '../../harness/tool.js';
import { formatNumber, formatSpread, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import { type Corpus, listCorpora } from './corpora.js';

const INSTRUMENTERS = [
  { name: 'covd', key: 'perblock' },
  { name: 'covd perfunc', key: 'perfunc' },
  { name: 'covd perstmt', key: 'perstmt' },
  { name: 'istanbul-lib-instrument', key: 'istanbul' },
  { name: 'oxc-coverage-instrument', key: 'oxc' },
];

interface SpeedReport {
  milliseconds: number;
  inputBytes: number;
  outputBytes: number;
}

/** A table and the plot's bars: MB of source per second, and how much longer the text becomes. */
export async function instrumentCorpora(node: string, limit: RoundLimit, quick: boolean): Promise<[Table, PlotRow[]]> {
  const corpora = listCorpora(quick);
  const pairs = corpora.flatMap((corpus) => INSTRUMENTERS.map((instrumenter) => ({ corpus, instrumenter })));
  const cells = pairs.map(({ corpus, instrumenter }) => ({
    name: `${corpus.name}, ${instrumenter.name}`,
    run: () => measureSpeed(node, corpus, instrumenter.key),
  }));
  const samples = await inRounds(cells, limit);
  const entries = pairs.map((pair, index) => ({ ...pair, samples: samples[index] ?? [] }));
  const rows = entries.map(({ corpus, instrumenter, samples: own }) => {
    const base = entries.find((entry) => entry.corpus === corpus && entry.instrumenter.key === 'istanbul')?.samples;
    const [speed, growth] = [own.map(megabytesPerSecond), own[0] && own[0].outputBytes / own[0].inputBytes];
    const times = ratioSpread(speed, base?.map(megabytesPerSecond));
    return [
      corpus.name,
      instrumenter.name,
      formatSpread(figureSpread(speed)),
      formatSpread(times),
      formatNumber(growth ?? 0),
    ];
  });
  const head = ['', 'instrumenter', 'MB/s', 'times istanbul', 'text grows'];
  const bars = entries.flatMap(({ corpus, instrumenter, samples: own }) => {
    const spread = figureSpread(own.map(megabytesPerSecond));
    return spread
      ? [{ x: corpus.name, series: instrumenter.name, value: spread.median, low: spread.min, high: spread.max }]
      : [];
  });
  return [{ title: 'Instrumenting on one thread, maps included', head, rows }, bars];
}

function megabytesPerSecond(report: SpeedReport | undefined): Figure[number] {
  return report && report.inputBytes / 1000 / report.milliseconds;
}

async function measureSpeed(node: string, corpus: Corpus, instrumenter: string): Promise<SpeedReport> {
  return withScratch(async (scratch) => {
    const env = { BENCH_INSTRUMENTER: instrumenter, BENCH_FILES: JSON.stringify(corpus.files) };
    const job = { node, program: programPath('instrument-speed.cjs'), measured: [], cache: scratch, env };
    return (await runProgram<SpeedReport>(plain, job)).report;
  });
}
