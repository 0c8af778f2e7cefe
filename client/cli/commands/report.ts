// `covd report`: coverage as Istanbul's reporters show it, or a summary for the terminal. Runs in the CLI process.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { METRICS, type Metric, type Thresholds } from '../../report/metrics.js';
import { PRINTING_REPORTERS, REPORTERS, type Reporter } from '../../report/reporter-names.js';
import { parseWatermarks, type SomeWatermarks } from '../../report/watermarks.js';
import { type CovdataOptions, createCovdataCommand, toInputs, withoutEquals } from '../covdata-options.js';
import { createSourceOption, toSourceDirectories } from '../source-options.js';
import { UsageError } from '../usage-error.js';

interface ReportOptions extends CovdataOptions, Thresholds {
  reporter?: Reporter[];
  output: string;
  check?: boolean;
  perFile?: boolean;
  skipFull?: boolean;
  watermarks?: SomeWatermarks;
  src?: string[];
}

/** The verb `report`; exit status 1 when a threshold is missed. */
export function createReportCommand(): Command {
  const example = 'covd report -i covdata --reporter html --reporter lcov -o coverage';
  const command = createCovdataCommand('report', 'show which statements, branches, functions and lines ran', example)
    .addOption(new Option('--reporter <name>', 'write this report (repeatable)').argParser(collectReporters))
    .option('-o, --output <dir>', 'directory for the files of reports', withoutEquals, 'coverage')
    .addOption(createSourceOption())
    .option('--skip-full', 'leave fully covered files out of tables')
    .option('--watermarks <limits>', '[METRIC=]LOW,HIGH: limits of red, yellow, green (repeatable)', collectWatermarks)
    .option('--check', 'fail if less is covered than the following options say')
    .option('--per-file', 'each file has to reach them, not only the whole');
  for (const metric of METRICS) command.option(`--${metric} <percent>`, `least share of ${metric}`, readPercent);
  return command
    .addHelpText('after', `\nReporters: ${REPORTERS.join(', ')}; without any, a summary for the terminal is printed.`)
    .option('--json', 'print JSON')
    .action(report);
}

async function report(options: ReportOptions): Promise<void> {
  const { output, src, perFile = false, skipFull = false, watermarks = {}, json = false } = options;
  const inputs = toInputs(options);
  const thresholds = readThresholds(options);
  const reporters = readReporters(options);
  const directories = toSourceDirectories(src);
  const { printReport } = await import('../print-report.js');
  await printReport({ inputs, directories, reporters, thresholds, output, perFile, skipFull, watermarks, json });
}

/** Undefined without --check. */
function readThresholds(options: ReportOptions): Thresholds | undefined {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  if (options.check && given.length === 0)
    throw new UsageError(`--check: wanted one of ${METRICS.map(toFlag).join(', ')}`);
  if (options.check) return Object.fromEntries(given.map((metric) => [metric, options[metric]]));
  if (given[0]) throw new UsageError(`${toFlag(given[0])}: found no --check, wanted it with thresholds`);
  if (options.perFile) throw new UsageError('--per-file: found no --check, wanted it with thresholds');
  return undefined;
}

function toFlag(metric: Metric): string {
  return `--${metric}`;
}

function readReporters({ reporter = [], json }: ReportOptions): Reporter[] {
  const printing = reporter.find((name) => PRINTING_REPORTERS.has(name));
  if (json && printing) throw new UsageError(`--json: found --reporter ${printing}, which prints on stdout too`);
  return reporter;
}

function collectReporters(value: string, before: Reporter[] | undefined): Reporter[] {
  const names = value.split(',').map((name) => {
    const known = REPORTERS.find((reporter) => reporter === name);
    if (!known) throw new InvalidArgumentError(`wanted one of ${REPORTERS.join(', ')}`);
    return known;
  });
  return [...new Set([...(before ?? []), ...names])];
}

function collectWatermarks(value: string, before: SomeWatermarks | undefined): SomeWatermarks {
  const limits = parseWatermarks(value);
  if (!limits)
    throw new InvalidArgumentError('wanted LOW,HIGH or METRIC=LOW,HIGH in percent, for instance lines=50,80');
  return { ...before, ...limits };
}

function readPercent(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('wanted a percentage from 0 to 100');
}
