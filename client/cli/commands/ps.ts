// `covd ps`: the measured processes of this user. Runs in the CLI process.

import { Command } from 'commander';
import { type FoundProcess, findProcesses } from '../../discovery/find-processes.js';
import { alignColumns } from '../align-columns.js';
import { printJson } from '../standard-output.js';

/** The verb `ps`; prints one line a process, and one more for each file of it that is not measured. */
export function createPsCommand(): Command {
  return new Command('ps')
    .description('list the measured processes of this user')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  $ covd ps')
    .action(async ({ json }: { json?: boolean }) => {
      const processes = await findProcesses();
      if (json) await printJson(processes.map(toJson));
      else printTable(processes);
    });
}

function toJson({ pid, socket, status, problem }: FoundProcess): object {
  return { pid, socket, ...status, ...(problem && { problem: problem.toData() }) };
}

function printTable(processes: FoundProcess[]): void {
  if (processes.length === 0) {
    console.error('covd: no measured process of this user is running');
    return;
  }
  const header = ['PID', 'MODE', 'THREADS', 'MODULES', 'UPTIME', 'COMMAND'];
  console.log(alignColumns([header, ...processes.map(toRow)]).join('\n'));
  for (const { pid, status } of processes) {
    for (const { file, reason } of status?.unmeasured ?? []) console.log(`${pid}: not measured: ${file}: ${reason}`);
  }
}

function toRow({ pid, status, problem }: FoundProcess): string[] {
  if (!status)
    return [
      String(pid),
      '?',
      '?',
      '?',
      '?',
      `(${problem?.code === 'ERR_DAEMON_GONE' ? 'daemon thread ended' : 'not answering'}: ${problem?.code})`,
    ];
  const { mode, threads, modules, startedAt, argv } = status;
  return [String(pid), mode, String(threads), String(modules), formatUptime(Date.now() - startedAt), argv.join(' ')];
}

function formatUptime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${seconds % 60}s`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}
