// Workloads in the steady state, under all tools in lock-step. Runs in the benchmark's own process.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inLockStep, type TurnPlan } from '../../harness/lock-step.js';
import { programPath, withScratch } from '../../harness/paths.js';
import { inRounds, type RoundLimit } from '../../harness/rounds.js';
import { type Command, runCommand } from '../../harness/run-command.js';
import type { Tool } from '../../harness/tool.js';
import type { Turn } from '../../programs/measure.cjs';
import type { Measured, Workload } from './workloads.js';

export interface SteadyOptions {
  node: string;
  limit: RoundLimit;
  /** No workload is warmed up for longer than it takes to settle. */
  plan: TurnPlan;
}

/** All tools of a workload together take longer than other cells do; they need the rounds all the same. */
const SLOW_MS = 400_000;

/**
 * Every workload under every tool; a sample is the turns of one process. What a tool keeps between runs is there before: a
 * process that has instrumented its sources itself has a larger heap, which costs programs that allocate much.
 */
export async function measureSteady(
  workloads: Workload[],
  tools: Tool[],
  { node, limit, plan }: SteadyOptions,
): Promise<Measured<Turn[]>[]> {
  return withScratch(async (caches) => {
    const cells = workloads.map((workload, index) => ({
      name: `${workload.name} in lock-step`,
      slowMs: SLOW_MS,
      run: () => measureWorkload(workload, tools, { node, plan, cache: join(caches, `${index}`) }),
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

interface WorkloadOptions {
  node: string;
  plan: TurnPlan;
  /** A folder with a folder for each tool; made, and filled by a run of each tool that caches, if it is not there. */
  cache: string;
}

async function measureWorkload(workload: Workload, tools: Tool[], options: WorkloadOptions) {
  return withScratch(async (scratch) => {
    const commands = tools.map((tool) => createCommand(workload, tool, options, scratch));
    const { cache, plan } = options;
    if (!existsSync(cache)) {
      for (const { name } of tools) mkdirSync(join(cache, name), { recursive: true, mode: 0o700 });
      await Promise.all(commands.filter((_, index) => tools[index]?.isCaching).map(runCommand));
    }
    return inLockStep(commands, { ...plan, warmMs: Math.min(plan.warmMs, workload.settlesMs) });
  });
}

function createCommand(workload: Workload, tool: Tool, { node, cache }: WorkloadOptions, scratch: string): Command {
  const own = join(scratch, tool.name);
  mkdirSync(own, { mode: 0o700 });
  return tool.command({
    ...{ node, program: programPath(workload.program), measured: workload.measured },
    ...{ scratch: own, cache: join(cache, tool.name), env: {} },
  });
}
