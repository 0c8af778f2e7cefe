// Starts a program that serves HTTP and is told to stop over HTTP. Runs in the benchmark's own process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BENCH_ROOT } from './paths.js';
import type { Command } from './run-command.js';

export interface StartedProgram {
  /** Of the program itself, not of a command around it. */
  pid: number;
  url: string;
  /** Asks the program to end, kills it if it has not after 10 seconds, and resolves when it has. */
  stop(): Promise<void>;
  /** Kills the program, which may be blocked, and resolves when it has ended. */
  kill(): Promise<void>;
}

const STOP_MS = 10_000;

/** Resolves when the program has printed "listening PORT PID". Rejects if it ends before. */
export async function startProgram({ file, args, env }: Command): Promise<StartedProgram> {
  const child = spawn(file, args, {
    cwd: BENCH_ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const [line] = (await Promise.race([once(child.stdout, 'data'), closed])) as [Buffer | number | null];
  const [, port, pid] = /listening (\d+) (\d+)/.exec(String(line)) ?? [];
  if (!port || !pid) throw new Error(`start ${args.at(-1)}: found ${line}, wanted "listening PORT PID"`);
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ pid: Number(pid), url },
    stop: () => stop(url, Number(pid), closed),
    kill: async () => {
      process.kill(Number(pid), 'SIGKILL');
      await closed;
    },
  };
}

async function stop(url: string, pid: number, closed: Promise<unknown>): Promise<void> {
  const killer = setTimeout(() => process.kill(pid, 'SIGKILL'), STOP_MS);
  await fetch(`${url}/stop`, { signal: AbortSignal.timeout(STOP_MS) }).catch(() => {});
  await closed;
  clearTimeout(killer);
}
