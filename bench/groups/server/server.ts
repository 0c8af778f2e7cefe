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
  run: runServer,
};

async function runServer({ quick, rounds, node }: Settings): Promise<GroupReport> {
  const tools = quick ? QUICK_TOOLS : TOOLS;
  const load = { node, warmSeconds: quick ? 1 : 3, seconds: quick ? 2 : 6 };
  const cells = tools.map((tool) => ({ name: `server, ${tool.name}`, run: () => loadServer(tool, load) }));
  const samples = await inRounds(cells, rounds ?? (quick ? 1 : 4));
  return reportServer(tools, samples);
}

function reportServer(tools: Tool[], samples: (ServerSample | undefined)[][]): GroupReport {
  const figure = (tool: Tool, measure: keyof ServerSample): Figure =>
    (samples[tools.indexOf(tool)] ?? []).map((sample) => sample?.[measure]);
  const spreads = (measure: keyof ServerSample, of = tools) =>
    of.map((tool) => ratioSpread(figure(tool, measure), figure(plain, measure)));
  const compared = tools.slice(2);
  const [noise] = spreads('requests', [plainAgain]);
  const marked = markedSpreads(spreads('requests', compared), { noise, best: 'most' });
  const latency = markedSpreads(spreads('p99', compared), { noise: spreads('p99', [plainAgain])[0], best: 'least' });
  const rows = tools.map((tool, index) => [
    tool.name,
    formatSpread(figureSpread(figure(tool, 'requests')), 0),
    index === 0 ? '1' : index === 1 ? formatSpread(noise) : (marked[index - 2] ?? '-'),
    formatSpread(figureSpread(figure(tool, 'p99')), 0),
    index === 0 ? '1' : index === 1 ? formatSpread(spreads('p99', [plainAgain])[0]) : (latency[index - 2] ?? '-'),
  ]);
  const head = ['', 'requests/s', 'times plain', 'p99, ms', 'times plain'];
  return {
    tables: [{ title: 'fastify under autocannon', head, rows }],
    plot: {
      ...{ kind: 'bars', title: 'Requests per second, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: false,
      rows: spreads('requests').flatMap((spread, index) =>
        spread
          ? [{ x: '', series: tools[index]?.name ?? '', value: spread.median, low: spread.min, high: spread.max }]
          : [],
      ),
    },
    remarks: [LEGEND],
    noise: noiseSentence([noise]),
  };
}
