// Runs a program of bench/programs under a tool and reads what it reports. Runs in the benchmark's own process.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withScratch } from './paths.js';
import { type CommandResult, runCommand } from './run-command.js';
import type { Job, Tool } from './tool.js';

export interface ProgramRun<Report> extends CommandResult {
  report: Report;
}

/**
 * Runs the job under the tool with a directory of its own for its data. Rejects if the program fails or reports nothing.
 */
export async function runProgram<Report>(tool: Tool, job: Omit<Job, 'scratch'>): Promise<ProgramRun<Report>> {
  return withScratch(async (scratch) => {
    mkdirSync(job.cache, { recursive: true });
    const resultFile = join(scratch, 'result.json');
    const result = await runCommand(tool.command({ ...job, scratch, env: { ...job.env, BENCH_RESULT: resultFile } }));
    return { ...result, report: JSON.parse(readFileSync(resultFile, 'utf8')) as Report };
  });
}
