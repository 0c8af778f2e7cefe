// Workloads in the steady state, under all tools in lock-step. Runs in the benchmark's own process.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inLockStep, type TurnPlan } from '../../harness/lock-step.js';
import { programPath, withScratch } from '../../harness/paths.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import type { Command } from '../../harness/run-command.js';
import type { Tool } from '../../harness/tool.js';
import type { Turn } from '../../programs/measure.cjs';
import type { Measured, Workload } from './workloads.js';

export interface SteadyOptions {
  node: string;
  limit: RoundLimit;
  plan: TurnPlan;
}

/** All tools of a workload together take longer than other cells do; they need the rounds all the same. */
const SLOW_MS = 90_000;

/** Every workload under every tool; a sample is the turns of one process. */
export async function measureSteady(
  workloads: Workload[],
  tools: Tool[],
  { node, limit, plan }: SteadyOptions,
): Promise<Measured<Turn[]>[]> {
  return withScratch(async (caches) => {
    const cells = workloads.map((workload, index) => ({
      name: `${workload.name} in lock-step`,
      slowMs: SLOW_MS,
      run: () =>
        withScratch((scratch) => {
          const commandOf = (tool: Tool) => createCommand(workload, tool, node, join(caches, `${index}`), scratch);
          return inLockStep(tools.map(commandOf), plan);
        }),
    }));
    const samples = await inRounds(cells, limit);
    return workloads.flatMap((workload, index) =>
      tools.map((tool, column) => ({
        workload,
        tool,
        samples: (samples[index] ?? []).map((turns) => turns?.[column]),
      })),
    );
  });
}

function createCommand(workload: Workload, tool: Tool, node: string, caches: string, scratch: string): Command {
  const [own, cache] = [join(scratch, tool.name), join(caches, tool.name)];
  for (const folder of [own, cache]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return tool.command({
    ...{ node, program: programPath(workload.program), measured: workload.measured },
    ...{ scratch: own, cache, env: {} },
  });
}
