// Group: the instrumenters' speed, code growth, and what a second start costs.

import { LEGEND, noiseSentence } from '../../harness/ratio-table.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { instrumentCorpora } from './instrument-corpora.js';
import { startThousandModules } from './start-thousand-modules.js';

export const instrumenting: Group = {
  name: 'instrumenting',
  title: 'Instrumenting',
  introduction: `How many megabytes of source each instrumenter gets through in a second, in a new process, and how much
longer the text becomes; then what it means for the start of a program of many modules. covd keeps what it instrumented
in a store, nyc in its cache; oxc-coverage-instrument has none.`,
  minutes: { quick: 0.7, whole: 5 },
  run: runInstrumenting,
};

async function runInstrumenting({ quick, limit, node }: Settings): Promise<GroupReport> {
  const half = { ...limit, minutes: limit.minutes / 2 };
  const [speeds, bars] = await instrumentCorpora(node, half, quick);
  const { table, noise } = await startThousandModules(node, half, quick);
  return {
    tables: [speeds, table],
    plot: {
      ...{ kind: 'bars', title: 'Instrumenting on one thread', xTitle: '', yTitle: 'MB/s of source' },
      logarithmic: true,
      baseline: 0.1,
      rows: bars,
    },
    remarks: [LEGEND],
    noise: noiseSentence([noise]),
  };
}
