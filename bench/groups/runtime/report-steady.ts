// What programs cost in the steady state: tables and plot of the groups runtime and versions. Runs in the benchmark's own
// process.

import { LEGEND, noiseSentence } from '../../harness/ratio-table.js';
import { median, ratios } from '../../harness/statistics.js';
import type { Turn } from '../../programs/measure.cjs';
import type { GroupReport } from '../group.js';
import { mismatches, noiseOf, type RatioOf, ratioBars, ratioTable } from './workload-tables.js';
import type { Measured } from './workloads.js';

const wallRatio: RatioOf<Turn[]> = (turns, plain) => turnRatio(turns, plain, 'wallMs');
const processorRatio: RatioOf<Turn[]> = (turns, plain) => turnRatio(turns, plain, 'processorMs');

/** The report from the turns of all processes. */
export function reportSteady(steady: Measured<Turn[]>[]): GroupReport {
  return {
    tables: [
      ratioTable('Steady state: an iteration after warming up, times plain', steady, wallRatio),
      ratioTable('Steady state: processor time of all threads for an iteration, times plain', steady, processorRatio),
    ],
    plot: {
      ...{ kind: 'bars', title: 'Run time in the steady state, times plain', xTitle: '', yTitle: 'times plain' },
      logarithmic: true,
      rows: ratioBars(steady, wallRatio),
    },
    remarks: [...mismatches(steady, (turns) => turns.map(({ check }) => check)), LEGEND],
    noise: noiseSentence(noiseOf(steady, wallRatio)),
  };
}

/** The median over the turns of one process, each over the plain program's turn beside it. */
function turnRatio(turns: Turn[], plain: Turn[], measure: 'wallMs' | 'processorMs'): number {
  return median(
    ratios(
      turns.map((turn) => turn[measure]),
      plain.map((turn) => turn[measure]),
    ),
  );
}
