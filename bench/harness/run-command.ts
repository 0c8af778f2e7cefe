// Runs one command to its end. Runs in the benchmark's own process.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BENCH_ROOT } from './paths.js';

/** A command line; `then` is run after it, within the same time. */
export interface Command {
  file: string;
  args: string[];
  env?: Record<string, string>;
  /** Working directory; bench/ if absent. */
  cwd?: string;
  then?: Command;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
  /** From the start of the first command to the end of the last. */
  wallMs: number;
  /** Largest resident set that was seen (sampled from /proc where there is one); 0 if unknown. */
  peakBytes: number;
}

const SAMPLE_MS = 20;
const KILL_MS = 600_000;

/** Runs the command and whatever follows it. Rejects if one of them ends with another status than 0 or takes 10 minutes. */
export async function runCommand(command: Command): Promise<CommandResult> {
  const start = performance.now();
  const result = await runOne(command);
  if (!command.then) return { ...result, wallMs: performance.now() - start };
  const rest = await runCommand(command.then);
  return {
    stdout: result.stdout + rest.stdout,
    stderr: result.stderr + rest.stderr,
    wallMs: performance.now() - start,
    peakBytes: Math.max(result.peakBytes, rest.peakBytes),
  };
}

function runOne({ file, args, env, cwd }: Command): Promise<Omit<CommandResult, 'wallMs'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: cwd ?? BENCH_ROOT, env: { ...process.env, ...env }, timeout: KILL_MS });
    let [stdout, stderr, peakBytes] = ['', '', 0];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const sampler = setInterval(() => {
      peakBytes = Math.max(peakBytes, residentBytes(child.pid));
    }, SAMPLE_MS);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(sampler);
      if (code === 0) resolve({ stdout, stderr, peakBytes });
      else
        reject(
          new Error(`run ${file} ${args.join(' ')}: ended with ${signal ?? code}, wanted 0\n${stderr.slice(-2000)}`),
        );
    });
  });
}

/** Peak resident set of a process so far; 0 where /proc is not there or the process has gone. */
function residentBytes(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
