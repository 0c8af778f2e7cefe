// Runs workloads under tools, in turns. Runs in the benchmark's own process.

import { join } from 'node:path';
import { programPath, withScratch } from '../../harness/paths.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import { median } from '../../harness/statistics.js';
import type { Tool } from '../../harness/tool.js';
import type { Workload } from './workloads.js';

/** What one run of a workload under a tool gave; milliseconds. */
export interface RuntimeSample {
  check: string;
  /** The whole command with nothing cached, doing the work once; undefined if starts are not measured. */
  coldMs: number | undefined;
  /** From the start of the process until the work was done once, with whatever the tool caches. */
  secondStartMs: number;
  /** An iteration after warming up. */
  steadyMs: number;
  /** Processor time of all threads for such an iteration. */
  processorMs: number;
}

export interface RuntimeCell {
  workload: Workload;
  tool: Tool;
  /** One per round; undefined if the run failed. */
  samples: (RuntimeSample | undefined)[];
}

export interface MeasureOptions {
  node: string;
  limit: RoundLimit;
  /** Measure cold starts too. */
  cold: boolean;
  /** Processor time to warm up and to measure. */
  warmMs: number;
  measureMs: number;
}

interface ProgramReport {
  check: string;
  loadedMs: number;
  firstMs: number;
  times: number[];
  cpuMs: number;
}

/** Every workload under every tool, in rounds. */
export async function measureWorkloads(
  workloads: Workload[],
  tools: Tool[],
  options: MeasureOptions,
): Promise<RuntimeCell[]> {
  const pairs = workloads.flatMap((workload) => tools.map((tool) => ({ workload, tool })));
  const cells = pairs.map(({ workload, tool }) => ({
    name: `${workload.name}, ${tool.name}`,
    run: () => withScratch((scratch) => sampleOf(workload, tool, { ...options, cache: join(scratch, 'cache') })),
  }));
  const samples = await inRounds(cells, options.limit);
  return pairs.map((pair, index) => ({ ...pair, samples: samples[index] ?? [] }));
}

async function sampleOf(
  { measured, program }: Workload,
  tool: Tool,
  { node, cold, warmMs, measureMs, cache }: MeasureOptions & { cache: string },
): Promise<RuntimeSample> {
  const job = { node, program: programPath(program), measured, cache };
  const once = { BENCH_WARM_MS: '0', BENCH_MEASURE_MS: '0' };
  const first = cold ? await runProgram<ProgramReport>(tool, { ...job, env: once }) : undefined;
  const env = { BENCH_WARM_MS: `${warmMs}`, BENCH_MEASURE_MS: `${measureMs}` };
  const { report } = await runProgram<ProgramReport>(tool, { ...job, env });
  return {
    check: report.check,
    coldMs: first?.wallMs,
    secondStartMs: report.loadedMs + report.firstMs,
    steadyMs: median(report.times),
    processorMs: report.cpuMs,
  };
}
