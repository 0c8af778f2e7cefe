// Group: run time of single-threaded programs under each tool, cold and in the steady state.

import { join } from 'node:path';
import { programPath, withScratch } from '../../harness/paths.js';
import { type Cell, inRounds } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import { median } from '../../harness/statistics.js';
import {
  c8,
  covdAtomic,
  covdPerfunc,
  covdPerstmt,
  covdSet,
  nyc,
  oxc,
  plain,
  plainAgain,
  type Tool,
  v8,
} from '../../harness/tool.js';
import type { Group, GroupReport, Settings } from '../group.js';
import { reportRuntime } from './report-runtime.js';
import { WORKLOADS, type Workload } from './workloads.js';

/** What one run of a workload under a tool gave; milliseconds. */
export interface RuntimeSample {
  check: string;
  /** The whole command with nothing cached, doing the work once; undefined in rounds that skip it. */
  coldMs: number;
  /** From the start of the process until the work was done once, with whatever the tool caches. */
  secondStartMs: number;
  /** An iteration after warming up. */
  steadyMs: number;
  /** Processor time of all threads for such an iteration. */
  processorMs: number;
}

interface ProgramReport {
  check: string;
  loadedMs: number;
  firstMs: number;
  times: number[];
  cpuMs: number;
}

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt, v8, c8, nyc, oxc];
const QUICK_TOOLS = [plain, plainAgain, covdAtomic, covdSet, c8, nyc];

export const runtime: Group = {
  name: 'runtime',
  title: 'Run time',
  introduction: `Each program does the same work in the same process again and again: acorn and @babel/parser parse
themselves, TypeScript type-checks rxjs, prettier formats a file, CSV goes through streams and async iterators, and
four kernels. Figures are times over those of the same program run plainly in the same round. The packages named are what is
measured; c8 and NODE_V8_COVERAGE have no choice but to count everything.`,
  run: runRuntime,
};

async function runRuntime(settings: Settings): Promise<GroupReport> {
  const workloads = WORKLOADS.filter(({ quick }) => quick || !settings.quick);
  const tools = settings.quick ? QUICK_TOOLS : TOOLS;
  const pairs = workloads.flatMap((workload) => tools.map((tool) => ({ workload, tool })));
  const cells = pairs.map((pair) => createCell(pair.workload, pair.tool, settings));
  const samples = await inRounds(cells, settings.rounds ?? (settings.quick ? 1 : 3));
  return reportRuntime(pairs.map((pair, index) => ({ ...pair, samples: samples[index] ?? [] })));
}

function createCell(workload: Workload, tool: Tool, settings: Settings): Cell<RuntimeSample> {
  const name = `${workload.name}, ${tool.name}`;
  return { name, run: () => withScratch((cache) => sampleOf(workload, tool, settings, join(cache, 'cache'))) };
}

async function sampleOf(workload: Workload, tool: Tool, settings: Settings, cache: string): Promise<RuntimeSample> {
  const { measured, program } = workload;
  const job = { node: settings.node, program: programPath(program), measured, cache };
  const cold = await runProgram<ProgramReport>(tool, { ...job, env: { BENCH_WARM_MS: '0', BENCH_MEASURE_MS: '0' } });
  const env = settings.quick
    ? { BENCH_WARM_MS: '500', BENCH_MEASURE_MS: '500' }
    : { BENCH_WARM_MS: '1000', BENCH_MEASURE_MS: '1500' };
  const { report } = await runProgram<ProgramReport>(tool, { ...job, env });
  return {
    check: report.check,
    coldMs: cold.wallMs,
    secondStartMs: report.loadedMs + report.firstMs,
    steadyMs: median(report.times),
    processorMs: report.cpuMs,
  };
}
