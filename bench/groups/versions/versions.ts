// Group: covd's price in the steady state on several Node versions.

import { covdAtomic, covdPerfunc, covdPerstmt, covdSet, plain, plainAgain } from '../../harness/tool.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { measureSteady } from '../runtime/measure-steady.js';
import { reportSteady } from '../runtime/report-steady.js';
import { WORKLOADS } from '../runtime/workloads.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt];

export const versions: Group = {
  name: 'versions',
  title: 'Node versions',
  introduction: `The programs that covd's aims are stated for, in the steady state and in lock-step, under each Node given by \`--node\`.`,
  everyNode: true,
  minutes: { quick: 0.5, whole: 8 },
  run: runVersions,
};

const PLAN = { turnMs: 150, warmMs: 12_000, measureMs: 2000 };
const QUICK_PLAN = { turnMs: 100, warmMs: 400, measureMs: 400 };

async function runVersions({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.aimed && (workload.quick || !quick));
  return reportSteady(await measureSteady(workloads, TOOLS, { node, limit, plan: quick ? QUICK_PLAN : PLAN }));
}
