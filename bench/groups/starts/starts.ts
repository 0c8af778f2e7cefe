// Group: what the same programs cost when they start, with nothing cached and a second time.

import { LEGEND, noiseSentence } from '../../harness/ratio-table.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { comparedTools } from '../runtime/compared-tools.js';
import { mismatches, noiseOf, type RatioOf, ratioBars, ratioTable } from '../runtime/workload-tables.js';
import { WORKLOADS } from '../runtime/workloads.js';
import { measureStarts, type StartSample } from './measure-starts.js';

export const starts: Group = {
  name: 'starts',
  title: 'Starts',
  introduction: `The programs of the group before, started with empty caches, which is also the first run of their code, and once
more with what the tools have kept. A cold start is the whole command with its work done once, reports included; a second
start is measured from the start of the process until its work was done once. Starts are compared with the plain start of
the same round.`,
  minutes: { quick: 0.6, whole: 12 },
  run: runStarts,
};

const secondRatio: RatioOf<StartSample> = (sample, plain) => sample.secondStartMs / plain.secondStartMs;
const coldRatio: RatioOf<StartSample> = (sample, plain) => sample.coldMs / plain.coldMs;

async function runStarts({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.quick || !quick);
  const samples = await measureStarts(workloads, comparedTools(quick), { node, limit });
  return {
    tables: [
      ratioTable('Second start: until the work was done once, times plain', samples, secondRatio),
      ratioTable('Cold start: the whole command, the work done once, times plain', samples, coldRatio),
    ],
    plot: {
      ...{ kind: 'bars', title: 'Second start, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: true,
      rows: ratioBars(samples, secondRatio),
    },
    remarks: [...mismatches(samples, ({ check }) => [check]), LEGEND],
    noise: noiseSentence([...noiseOf(samples, secondRatio), ...noiseOf(samples, coldRatio)]),
  };
}
