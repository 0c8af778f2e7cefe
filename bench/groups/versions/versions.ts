// Group: covd's price in the steady state on several Node versions.

import { covdAtomic, covdPerfunc, covdPerstmt, covdSet, plain, plainAgain } from '../../harness/tool.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { measureWorkloads } from '../runtime/measure-workloads.js';
import { reportRuntime } from '../runtime/report-runtime.js';
import { WORKLOADS } from '../runtime/workloads.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt];

export const versions: Group = {
  name: 'versions',
  title: 'Node versions',
  introduction: `The programs that covd's aims are stated for, in the steady state, under each Node given by \`--node\`.`,
  everyNode: true,
  minutes: { quick: 0.5, whole: 3 },
  run: runVersions,
};

async function runVersions({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.aimed && (workload.quick || !quick));
  const budget = quick ? { warmMs: 400, measureMs: 400 } : { warmMs: 1000, measureMs: 1500 };
  const options = { node, limit, cold: false, ...budget };
  return reportRuntime(await measureWorkloads(workloads, TOOLS, options));
}
