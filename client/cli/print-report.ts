// What `covd report` does; loaded when it runs, so that the other verbs do not wait for Istanbul's libraries. Runs in the
// CLI process.

import { resolve } from 'node:path';
import type { CoverageInputs } from '../covdata/read-programs.js';
import { buildReport, type CoverageReport } from '../report/coverage-report.js';
import type { Thresholds } from '../report/metrics.js';
import { readPackages } from '../report/read-packages.js';
import { toReportJson } from '../report/report-json.js';
import type { Reporter } from '../report/reporter-names.js';
import { formatTerminalSummary } from '../report/terminal-summary.js';
import { checkThresholds } from '../report/thresholds.js';
import type { SomeWatermarks } from '../report/watermarks.js';
import { defaultWatermarks, writeReports } from '../report/write-reports.js';
import { printChunks, printJson } from './standard-output.js';

export interface ReportRequest {
  inputs: CoverageInputs;
  /** Where to look for sources. Absolute. */
  directories: readonly string[];
  /** None: a summary for the terminal, unless `json`. */
  reporters: readonly Reporter[];
  output: string;
  /** Undefined: nothing is checked. */
  thresholds: Thresholds | undefined;
  perFile: boolean;
  skipFull: boolean;
  watermarks: SomeWatermarks;
  json: boolean;
}

/** Prints and writes what is asked for, notes on stderr; sets exit status 1 when a threshold is missed. */
export async function printReport(request: ReportRequest): Promise<void> {
  const { reporters, skipFull, json, output } = request;
  const { packages, unmeasured } = await readPackages(request.inputs);
  const report = await buildReport(packages, request.directories, unmeasured);
  const watermarks = { ...defaultWatermarks(), ...request.watermarks };
  const root = process.cwd();
  if (json) await printJson(toReportJson(report));
  else if (reporters.length === 0)
    await printChunks([formatTerminalSummary(report, { ...describeTerminal(), watermarks, skipFull, root })]);
  writeReports(report, reporters, { out: resolve(output), projectRoot: root, skipFull, watermarks });
  for (const note of report.notes) console.error(`note: ${note}`);
  if (request.thresholds) check(report, request.thresholds, request);
}

function describeTerminal(): { columns: number; colors: boolean } {
  const { isTTY, columns } = process.stdout;
  return { columns: columns ?? 120, colors: isTTY === true && !process.env.NO_COLOR };
}

function check(report: CoverageReport, thresholds: Thresholds, { perFile }: ReportRequest): void {
  const missed =
    report.map.files().length === 0
      ? ['checking thresholds: found no measured file, wanted at least one']
      : checkThresholds(report, thresholds, { perFile });
  for (const sentence of missed) console.error(`covd: ${sentence}`);
  if (missed.length > 0) process.exitCode = 1;
}
