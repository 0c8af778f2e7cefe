// Group: run time of single-threaded programs under each tool, in the steady state.

import type { Group, GroupReport, Settings } from '../group.js';
import { comparedTools } from './compared-tools.js';
import { measureSteady } from './measure-steady.js';
import { reportSteady } from './report-steady.js';
import { WORKLOADS } from './workloads.js';

export const runtime: Group = {
  name: 'runtime',
  title: 'Run time',
  introduction: `Each program does the same work in the same process again and again: acorn and @babel/parser parse
themselves, TypeScript type-checks rxjs, prettier formats a file, CSV goes through streams and async iterators, and
four kernels. All processes are warmed up by as many turns, until it settles plainly and with covd: 1 second for the kernels, 12
for TypeScript, 6 for the parsers, 3 for the others. Then they are alive at once and take turns of 0.15 seconds: each turn is compared with
that of the plain program beside it, a round gives the median of its turns, and each round has new processes. covd and nyc
keep what they instrument, and have done so before. The packages named are what is measured; c8, which is
NODE_V8_COVERAGE and a report, has no choice but to count everything.`,
  minutes: { quick: 0.7, whole: 21 },
  run: runRuntime,
};

/** Milliseconds of the plain program in lock-step; the other tools take as many turns. */
const PLAN = { turnMs: 150, warmMs: 12_000, measureMs: 2000 };
const QUICK_PLAN = { turnMs: 100, warmMs: 1200, measureMs: 500 };

async function runRuntime({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.quick || !quick);
  const plan = quick ? QUICK_PLAN : PLAN;
  return reportSteady(await measureSteady(workloads, comparedTools(quick), { node, limit, plan }));
}
