// Group: run time of single-threaded programs under each tool, cold and in the steady state.

import { c8, covdAtomic, covdPerfunc, covdPerstmt, covdSet, nyc, oxc, plain, plainAgain } from '../../harness/tool.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { measureWorkloads } from './measure-workloads.js';
import { reportRuntime } from './report-runtime.js';
import { WORKLOADS } from './workloads.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt, c8, nyc, oxc];
const QUICK_TOOLS = [plain, plainAgain, covdAtomic, covdSet, c8, nyc];

export const runtime: Group = {
  name: 'runtime',
  title: 'Run time',
  introduction: `Each program does the same work in the same process again and again: acorn and @babel/parser parse
themselves, TypeScript type-checks rxjs, prettier formats a file, CSV goes through streams and async iterators, and
four kernels. Figures are times over those of the same program run plainly in the same round. The packages named are what is
measured; c8, which is NODE_V8_COVERAGE and a report, has no choice but to count everything.`,
  minutes: { quick: 1.3, whole: 18 },
  run: runRuntime,
};

async function runRuntime({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.quick || !quick);
  const budget = quick ? { warmMs: 500, measureMs: 500 } : { warmMs: 1000, measureMs: 1500 };
  const options = { node, limit, cold: true, ...budget };
  return reportRuntime(await measureWorkloads(workloads, quick ? QUICK_TOOLS : TOOLS, options));
}
