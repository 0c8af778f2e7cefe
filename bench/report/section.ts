// The Markdown of one group: tables, plot, remarks, machine. Runs in the benchmark's own process.

import type { Group, GroupReport } from '../groups/group.js';
import { markdownTable } from './markdown-table.js';

/** A report and the Node version that it was measured under. */
export interface VersionedReport {
  version: string;
  report: GroupReport;
}

/** Where and when a group was measured. */
export interface Circumstances {
  machine: string;
  /** ISO date. */
  date: string;
  minutes: number;
  /** Load averages before and after. */
  load: [number, number];
  quick: boolean;
}

/** The section under the group's heading. */
export function sectionText(group: Group, reports: VersionedReport[], circumstances: Circumstances): string {
  const { machine, date, minutes, load, quick } = circumstances;
  const versions = reports.map(({ version }) => version).join(', ');
  const busy = `load average ${load.map((value) => value.toFixed(1)).join(' before and ')} after`;
  return [
    `## ${group.title}`,
    group.introduction,
    `${quick ? 'Quick run' : 'Measured'} ${date} on ${machine}; Node ${versions}; ${minutes.toFixed(0)} min; ${busy}.`,
    ...reports.map((entry) => reportText(entry, reports.length > 1)),
    `![${group.title}](plots/${group.name}.svg)`,
  ].join('\n\n');
}

function reportText({ version, report }: VersionedReport, named: boolean): string {
  const heading = named ? [`### Node ${version}`] : [];
  const remarks = [report.noise, ...report.remarks].map((remark) => `- ${remark}`).join('\n');
  return [...heading, ...report.tables.map(markdownTable), remarks].join('\n\n');
}
