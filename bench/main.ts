// Entry of `npm run bench`: runs the groups one after another and reports each as soon as it is done.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Group } from './groups/group.js';
import { GROUPS } from './groups/groups.js';
import { BENCH_ROOT } from './harness/paths.js';
import type { RoundLimit } from './harness/rounds.js';
import { type BenchOptions, parseOptions } from './options.js';
import { describeMachine, loadAverage, nodeVersion } from './report/machine.js';
import { writePlot } from './report/plot.js';
import { replaceSection } from './report/readme.js';
import { sectionText, type VersionedReport } from './report/section.js';

const options = parseOptions(process.argv.slice(2));
for (const name of options.groups) {
  if (!GROUPS.some((group) => group.name === name))
    throw new RangeError(`read --group: found ${name}, wanted a group's name`);
}
for (const group of GROUPS) {
  if (isWanted(group, options)) await runGroup(group, options);
}

function isWanted({ name, everyNode }: Group, { groups, nodes }: BenchOptions): boolean {
  return groups.includes(name) || (groups.length === 0 && (!everyNode || nodes.length > 1));
}

async function runGroup(group: Group, options: BenchOptions): Promise<void> {
  const { quick, nodes, write } = options;
  console.error(`${group.name}:`);
  const [start, before] = [performance.now(), loadAverage()];
  const reports: VersionedReport[] = [];
  const measured = group.everyNode ? nodes : nodes.slice(0, 1);
  const limit = limitOf(group, options);
  for (const node of measured) {
    reports.push({ version: nodeVersion(node), report: await group.run({ quick, limit, node }) });
  }
  const text = sectionText(group, reports, {
    machine: describeMachine(),
    date: new Date().toISOString().slice(0, 10),
    minutes: (performance.now() - start) / 60_000,
    load: [before, loadAverage()],
    quick,
  });
  console.log(`${text}\n`);
  if (write) await publish(group, reports, text);
}

function limitOf({ minutes }: Group, { quick, rounds }: BenchOptions): RoundLimit {
  if (rounds !== undefined) return { rounds, minutes: Number.POSITIVE_INFINITY };
  return { rounds: Number.POSITIVE_INFINITY, minutes: quick ? minutes.quick : minutes.whole };
}

async function publish(group: Group, reports: VersionedReport[], text: string): Promise<void> {
  const rows = reports.flatMap(({ version, report }) => report.plot.rows.map((row) => ({ ...row, node: version })));
  const [first] = reports;
  mkdirSync(join(BENCH_ROOT, 'plots'), { recursive: true });
  if (first) await writePlot({ ...first.report.plot, rows }, join(BENCH_ROOT, 'plots', `${group.name}.svg`));
  replaceSection(join(BENCH_ROOT, 'README.md'), group.name, text);
}
