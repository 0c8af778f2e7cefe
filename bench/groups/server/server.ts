// Group: an HTTP server under load.

import {
  type Figure,
  figureSpread,
  LEGEND,
  markedSpreads,
  noiseSentence,
  ratioSpread,
} from '../../harness/ratio-table.js';
import { inRounds } from '../../harness/rounds.js';
import {
  c8,
  covdAtomic,
  covdPerfunc,
  covdSet,
  nyc,
  oxc,
  plain,
  plainAgain,
  type Tool,
  v8,
} from '../../harness/tool.js';
import { formatSpread } from '../../report/markdown-table.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { loadServer, type ServerSample } from './load-server.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, v8, c8, nyc, oxc];
const QUICK_TOOLS = [plain, plainAgain, covdAtomic, c8, nyc];

export const server: Group = {
  name: 'server',
  title: 'An HTTP server',
  introduction: `A fastify server with four kinds of requests, all its packages measured, under autocannon with 20
connections, which takes a core of its own. Ratios are to the plain server of the same round.`,
  minutes: { quick: 0.4, whole: 5 },
  run: runServer,
};

async function runServer({ quick, limit, node }: Settings): Promise<GroupReport> {
  const tools = quick ? QUICK_TOOLS : TOOLS;
  const load = { node, warmSeconds: quick ? 1 : 3, seconds: quick ? 2 : 6 };
  const cells = tools.map((tool) => ({ name: `server, ${tool.name}`, run: () => loadServer(tool, load) }));
  const samples = await inRounds(cells, limit);
  return reportServer(tools, samples);
}

interface Column {
  measure: keyof ServerSample;
  head: string;
  best: 'least' | 'most';
}

const COLUMNS: Column[] = [
  { measure: 'requests', head: 'requests/s', best: 'most' },
  { measure: 'p99', head: 'p99, ms', best: 'least' },
  { measure: 'processor', head: 'processor, µs/request', best: 'least' },
];

function reportServer(tools: Tool[], samples: (ServerSample | undefined)[][]): GroupReport {
  const figure = (tool: Tool, measure: keyof ServerSample): Figure =>
    (samples[tools.indexOf(tool)] ?? []).map((sample) => sample?.[measure]);
  const spread = (tool: Tool, measure: keyof ServerSample) =>
    ratioSpread(figure(tool, measure), figure(plain, measure));
  const compared = tools.filter((tool) => tool !== plain && tool !== plainAgain);
  const columns = COLUMNS.map(({ measure, best }) => {
    const noise = spread(plainAgain, measure);
    const spreads = compared.map((tool) => spread(tool, measure));
    const ratioCells = ['1', formatSpread(noise), ...markedSpreads(spreads, { noise, best })];
    return tools.map((tool, index) => [formatSpread(figureSpread(figure(tool, measure)), 0), ratioCells[index] ?? '-']);
  });
  const rows = tools.map((tool, index) => [tool.name, ...columns.flatMap((column) => column[index] ?? [])]);
  const head = ['', ...COLUMNS.flatMap((column) => [column.head, 'times plain'])];
  return {
    tables: [{ title: 'fastify under autocannon', head, rows }],
    plot: {
      ...{ kind: 'bars', title: 'Processor time for a request, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: false,
      rows: tools.flatMap((tool) => {
        const found = spread(tool, 'processor');
        return found ? [{ x: '', series: tool.name, value: found.median, low: found.min, high: found.max }] : [];
      }),
    },
    remarks: [LEGEND],
    noise: noiseSentence(COLUMNS.map(({ measure }) => spread(plainAgain, measure))),
  };
}
