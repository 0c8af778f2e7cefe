// Group: how long a running program takes to say what it has covered.

import { noiseSentence, ratioSpread } from '../../harness/ratio-table.js';
import { inRounds } from '../../harness/rounds.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { type Answers, askCovd, askInWindows, askIstanbul, askPlain, askV8 } from './ask-program.js';
import type { LiveSize } from './live-program.js';
import { growthTable, type LiveEntry, type LivePoint, questionTable } from './live-tables.js';

export const live: Group = {
  name: 'live',
  title: 'Asking a running program',
  introduction: `A program of generated modules, all of whose functions run in every thread, is asked for its counters again
and again; between two questions every function runs once more. covd answers from its daemon thread, to a directory or over its
socket. V8's coverage is taken in every thread by \`v8.takeCoverage()\`, which writes JSON files; Istanbul's \`__coverage__\` is
gathered from all threads and sent as JSON over HTTP: both need the program's event loops. "No answer" was given up
after 10 seconds. Istanbul is asked up to 100,000 counters in one thread, as it needs minutes to instrument more. Times are milliseconds as the asking process sees them, p50 and p95 of all questions of all rounds.`,
  minutes: { quick: 0.6, whole: 6 },
  run: runLive,
};

async function runLive(settings: Settings): Promise<GroupReport> {
  const entries = [...baseEntries(settings), ...growthEntries(settings)];
  const samples = await inRounds(entries, settings.limit);
  const points: LivePoint[] = entries.map((entry, index) => ({ ...entry, samples: samples[index] ?? [] }));
  const [plainFirst, plainAgain] = points
    .filter((point) => point.tool === 'plain')
    .map((point) => point.samples.map((sample) => sample?.coverage?.p50));
  const [table, bars] = growthTable(points.filter((point) => point.part === 'growth'));
  return {
    tables: [questionTable(points.filter((point) => point.part === 'base')), table],
    plot: {
      ...{ kind: 'lines', title: 'One snapshot, one thread', xTitle: 'counters', yTitle: 'milliseconds (p50)' },
      logarithmic: true,
      rows: bars,
    },
    remarks: [],
    noise: noiseSentence([ratioSpread(plainAgain, plainFirst)]).replace('program', "program's empty HTTP answer"),
  };
}

function baseEntries({ quick, node }: Settings): LiveEntry[] {
  const full = quick ? { counters: 5000, threads: 2 } : { counters: 200_000, threads: 4 };
  // Istanbul needs a minute to instrument 100,000 counters, in each thread.
  const small = quick ? full : { counters: 10_000, threads: 1 };
  const asked = (
    tool: string,
    ask: typeof askCovd,
    { busy = false, times = quick ? 10 : 40, size = full }: { busy?: boolean; times?: number; size?: LiveSize } = {},
  ): LiveEntry => ({
    ...{ part: 'base', tool, size, busy, windows: 0 },
    name: `${tool}, ${size.counters} counters, ${size.threads} threads, main ${busy ? 'blocked' : 'idle'}`,
    // The first round in a new clone instruments the program first.
    slowMs: 60_000,
    run: () => ask({ ...size, node, busy, times }),
  });
  return [
    asked('plain', askPlain),
    asked('plain', askPlain),
    asked('covd', askCovd),
    asked('covd', askCovd, { busy: true }),
    asked('V8', askV8, { times: 5 }),
    asked('V8', askV8, { busy: true }),
    asked('istanbul', askIstanbul, { times: 5, size: small }),
    asked('istanbul', askIstanbul, { busy: true, size: small }),
  ];
}

interface GrowthStep {
  tool: string;
  counters: number;
  threads?: number;
  windows?: number;
}

const COUNTER_STEPS = [10_000, 100_000, 1_000_000];
const TOOLS = ['covd', 'V8', 'istanbul'];

function growthEntries({ quick, node }: Settings): LiveEntry[] {
  const steps: GrowthStep[] = quick
    ? TOOLS.map((tool) => ({ tool, counters: 10_000 }))
    : [
        ...COUNTER_STEPS.flatMap((counters) => TOOLS.map((tool) => ({ tool, counters }))).filter(isReasonable),
        ...[4, 16].map((threads) => ({ tool: 'covd', counters: 100_000, threads })),
        ...[1, 8, 64].map((windows) => ({ tool: 'covd', counters: 200_000, windows })),
      ];
  return steps.map((step) => growthEntry(step, node));
}

function isReasonable({ tool, counters }: GrowthStep): boolean {
  return tool !== 'istanbul' || counters <= 100_000;
}

function growthEntry({ tool, counters, threads = 1, windows = 0 }: GrowthStep, node: string): LiveEntry {
  const options = { counters, threads, node, busy: false, times: tool === 'covd' ? 40 : 3 };
  const run = (): Promise<Answers> => {
    if (windows > 0) return askInWindows(windows, { ...options, times: Math.max(40, windows) });
    return tool === 'covd' ? askCovd(options) : tool === 'V8' ? askV8(options) : askIstanbul(options);
  };
  const name = `${tool}, ${counters} counters, ${threads} threads, ${windows} windows`;
  return { part: 'growth', tool, size: { counters, threads }, busy: false, windows, name, run };
}
