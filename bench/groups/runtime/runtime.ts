// Group: run time of single-threaded programs under each tool, cold and in the steady state.

import { c8, covdAtomic, covdPerfunc, covdPerstmt, covdSet, nyc, oxc, plain, plainAgain } from '../../harness/tool.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { measureStarts } from './measure-starts.js';
import { measureSteady } from './measure-steady.js';
import { reportRuntime } from './report-runtime.js';
import { WORKLOADS } from './workloads.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt, c8, nyc, oxc];
const QUICK_TOOLS = [plain, plainAgain, covdAtomic, covdSet, c8, nyc];

export const runtime: Group = {
  name: 'runtime',
  title: 'Run time',
  introduction: `Each program does the same work in the same process again and again: acorn and @babel/parser parse
themselves, TypeScript type-checks rxjs, prettier formats a file, CSV goes through streams and async iterators, and
four kernels. In the steady state the processes of all tools are alive at once and take turns of 0.15 seconds: each turn is
compared with that of the plain program beside it, a round gives the median of its turns, and each round has new
processes. covd and nyc keep what they instrument, and have done so before. Starts are compared with the plain start of the
same round. The packages named are what is measured; c8, which is NODE_V8_COVERAGE and a report, has no choice but to
count everything.`,
  minutes: { quick: 1.3, whole: 27 },
  run: runRuntime,
};

/** Milliseconds of the plain program in lock-step; the other tools take as many turns. */
const PLAN = { turnMs: 150, warmMs: 12_000, measureMs: 2000 };
const QUICK_PLAN = { turnMs: 100, warmMs: 1200, measureMs: 500 };
const STARTS_SHARE = 1 / 5;

async function runRuntime({ quick, limit, node }: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter((workload) => workload.quick || !quick);
  const tools = quick ? QUICK_TOOLS : TOOLS;
  const minutesOf = (share: number) => ({ ...limit, minutes: limit.minutes * share });
  const starts = await measureStarts(workloads, tools, { node, limit: minutesOf(STARTS_SHARE) });
  const plan = quick ? QUICK_PLAN : PLAN;
  const steady = await measureSteady(workloads, tools, { node, limit: minutesOf(1 - STARTS_SHARE), plan });
  return reportRuntime(steady, starts);
}
