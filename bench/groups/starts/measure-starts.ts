// Starts of workloads under tools: with nothing cached, and a second time. Runs in the benchmark's own process.

import { join } from 'node:path';
import { programPath, withScratch } from '../../harness/paths.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import { runProgram } from '../../harness/run-program.js';
import type { Tool } from '../../harness/tool.js';
import type { Start } from '../../programs/measure.cjs';
import type { Measured, Workload } from '../runtime/workloads.js';

/** Milliseconds. */
export interface StartSample {
  check: string;
  /** The whole command with nothing cached, doing the work once. */
  coldMs: number;
  /** From the start of the process until the work was done once, with whatever the tool caches. */
  secondStartMs: number;
}

/** Starts every workload under every tool, in rounds. */
export async function measureStarts(
  workloads: Workload[],
  tools: Tool[],
  { node, limit }: { node: string; limit: RoundLimit },
): Promise<Measured<StartSample>[]> {
  const pairs = workloads.flatMap((workload) => tools.map((tool) => ({ workload, tool })));
  const cells = pairs.map(({ workload, tool }) => ({
    name: `starts of ${workload.name}, ${tool.name}`,
    run: () => measureStart(workload, tool, node),
  }));
  const samples = await inRounds(cells, limit);
  return pairs.map((pair, index) => ({ ...pair, samples: samples[index] ?? [] }));
}

async function measureStart({ measured, program }: Workload, tool: Tool, node: string): Promise<StartSample> {
  return withScratch(async (scratch) => {
    const job = { node, program: programPath(program), measured, cache: join(scratch, 'cache'), env: {} };
    const first = await runProgram<Start>(tool, job);
    const { report } = await runProgram<Start>(tool, job);
    return { check: report.check, coldMs: first.wallMs, secondStartMs: report.loadedMs + report.firstMs };
  });
}
