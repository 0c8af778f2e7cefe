// Tables and plot of the live group. Runs in the benchmark's own process.

import type { Cell } from '../../harness/rounds.js';
import { median } from '../../harness/statistics.js';
import { formatNumber, type Table } from '../../report/markdown-table.js';
import type { PlotRow } from '../../report/plot.js';
import type { Answers, Question } from './ask-program.js';
import type { Latency, LiveSize } from './live-program.js';

/** One program that is asked once a round. */
export interface LiveEntry extends Cell<Answers> {
  part: 'base' | 'growth';
  tool: string;
  size: LiveSize;
  busy: boolean;
  windows: number;
}

export interface LivePoint extends LiveEntry {
  /** One per round; undefined if the run failed. */
  samples: (Answers | undefined)[];
}

const QUESTIONS: [tool: string, question: Question, name: string][] = [
  ['covd', 'first', 'covd: the first emit after the start, over the socket'],
  ['covd', 'soon to a directory', 'covd: emit to a directory, the next ones'],
  ['covd', 'soon over the socket', 'covd: emit over the socket, the next ones'],
  ['covd', 'to a directory', 'covd: emit to a directory, later'],
  ['covd', 'over the socket', 'covd: emit over the socket, later'],
  ['covd', 'with clear', 'covd: emit and clear in one step'],
  ['covd', 'clear', 'covd: clear'],
  ['V8', 'coverage', 'v8.takeCoverage() in every thread'],
  ['istanbul', 'coverage', '`__coverage__` of every thread over HTTP'],
];

/** Questions by the state of the main thread. */
export function questionTable(points: LivePoint[]): Table {
  const { counters, threads } = points[0]?.size ?? { counters: 0, threads: 0 };
  const cell = (tool: string, question: Question, busy: boolean) =>
    latencyText(
      points.filter((point) => point.tool === tool && point.busy === busy),
      question,
    );
  return {
    title: `${counters} counters in each of ${threads} threads: p50 / p95 in ms (median of rounds, range of p50)`,
    head: ['', 'main thread idle', 'main thread in an endless loop', 'kB per answer'],
    rows: QUESTIONS.map(([tool, question, name]) => [
      name + sizeNote(points, tool),
      cell(tool, question, false),
      cell(tool, question, true),
      bytesText(points, tool, question),
    ]),
  };
}

/** Says so where a tool was asked at another size than the others. */
function sizeNote(points: LivePoint[], tool: string): string {
  const size = points.find((point) => point.tool === tool)?.size;
  if (!size || size.counters === points[0]?.size.counters) return '';
  return ` (${size.counters} counters in ${size.threads} ${size.threads === 1 ? 'thread' : 'threads'})`;
}

function latencyText(points: LivePoint[], question: Question): string {
  const latencies = latenciesOf(points, question);
  if (latencies.length === 0) return points.some(({ samples }) => samples.some(Boolean)) ? 'no answer' : '-';
  const [p50, p95] = [latencies.map((latency) => latency.p50), latencies.map((latency) => latency.p95)];
  const range =
    latencies.length > 1 ? ` (${formatNumber(Math.min(...p50), 1)}-${formatNumber(Math.max(...p50), 1)})` : '';
  return `${formatNumber(median(p50), 1)} / ${formatNumber(median(p95), 1)}${range}`;
}

function bytesText(points: LivePoint[], tool: string, question: Question): string {
  const bytes =
    latenciesOf(
      points.filter((point) => point.tool === tool),
      question,
    )[0]?.bytes ?? 0;
  return bytes > 0 ? formatNumber(bytes / 1000, 1) : '-';
}

function latenciesOf(points: LivePoint[], question: Question): Latency[] {
  return points.flatMap(({ samples }) => samples.flatMap((sample) => sample?.[question] ?? []));
}

/** How the latency grows with counters, threads and windows; and the plot's lines over counters. */
export function growthTable(points: LivePoint[]): [Table, PlotRow[]] {
  const rows = points.map((point) => {
    const question = snapshotOf(point);
    const { counters, threads } = point.size;
    return [
      point.tool,
      `${counters}`,
      `${threads}`,
      point.windows === 0 ? '-' : `${point.windows}`,
      latencyText([point], question),
      bytesText([point], point.tool, question),
    ];
  });
  const head = ['', 'counters', 'threads', 'windows', 'one snapshot, p50 / p95 ms', 'kB'];
  const title = 'Growth (main thread idle; covd over its socket; with windows, each emit clears its own)';
  return [
    { title, head, rows },
    points.filter(({ size, windows }) => size.threads === 1 && windows === 0).flatMap(plotRow),
  ];
}

function snapshotOf({ tool }: LivePoint): Question {
  return tool === 'covd' ? 'over the socket' : 'coverage';
}

function plotRow(point: LivePoint): PlotRow[] {
  const p50 = latenciesOf([point], snapshotOf(point)).map((latency) => latency.p50);
  if (p50.length === 0) return [];
  const { counters } = point.size;
  return [{ x: counters, series: point.tool, value: median(p50), low: Math.min(...p50), high: Math.max(...p50) }];
}
