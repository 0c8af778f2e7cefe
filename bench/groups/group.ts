// What a group of benchmarks is given and what it gives back. Runs in the benchmark's own process.

import type { RoundLimit } from '../harness/rounds.js';
import type { Table } from '../report/markdown-table.js';
import type { Plot } from '../report/plot.js';

export interface Settings {
  /** Fewer cells and shorter runs: everything together within 5 minutes. */
  quick: boolean;
  limit: RoundLimit;
  /** The Node binary under which the programs run. */
  node: string;
}

export interface GroupReport {
  /** Figures for the reader; ratios with their spread. */
  tables: Table[];
  plot: Plot;
  /** Sentences under the tables, for instance what failed or could not be told apart. */
  remarks: string[];
  /** Noise seen: a sentence. */
  noise: string;
}

export interface Group {
  /** Names the section of README.md and the plot. */
  name: string;
  title: string;
  /** What is measured and how, in Markdown. */
  introduction: string;
  /** Run under every Node given, and only if several are or the group is asked for; the others run under the first. */
  everyNode?: boolean;
  /** How long it may go on, quick and whole, under each Node. */
  minutes: { quick: number; whole: number };
  run(settings: Settings): Promise<GroupReport>;
}
