// The programs of the runtime group and what of each is measured. Runs in the benchmark's own process.

import type { Tool } from '../../harness/tool.js';

export interface Workload {
  name: string;
  /** File under bench/programs, compiled. */
  program: string;
  /** Folders relative to bench/ whose files are measured. */
  measured: string[];
  /** Milliseconds after which, also instrumented, its run time no longer falls. */
  settlesMs: number;
  /** Part of a quick run. */
  quick: boolean;
  /** Counts in the geometric mean that covd's aims are stated for. */
  aimed: boolean;
}

/** What the rounds gave for one workload under one tool: one sample a round, undefined where the run failed or was left out. */
export interface Measured<Sample> {
  workload: Workload;
  tool: Tool;
  samples: (Sample | undefined)[];
}

const KERNELS = ['dist/programs/kernels/'];

export const WORKLOADS: Workload[] = [
  { name: 'acorn', program: 'acorn.cjs', measured: ['node_modules/acorn/'], settlesMs: 6000, quick: true, aimed: true },
  {
    name: '@babel/parser',
    program: 'babel-parser.cjs',
    measured: ['node_modules/babel-parser/'],
    settlesMs: 6000,
    quick: false,
    aimed: true,
  },
  {
    name: 'typescript',
    program: 'typescript.cjs',
    measured: ['node_modules/typescript5/'],
    settlesMs: 12_000,
    quick: false,
    aimed: true,
  },
  {
    name: 'prettier',
    program: 'prettier.cjs',
    measured: ['node_modules/prettier/'],
    settlesMs: 3000,
    quick: false,
    aimed: false,
  },
  {
    name: 'streams',
    program: 'streams.cjs',
    measured: ['node_modules/readable-stream/', 'node_modules/csv-parse/', 'dist/programs/streams-work'],
    settlesMs: 3000,
    quick: false,
    aimed: false,
  },
  { name: 'numeric', program: 'numeric.cjs', measured: KERNELS, settlesMs: 1000, quick: true, aimed: true },
  { name: 'strings, JSON', program: 'text.cjs', measured: KERNELS, settlesMs: 1000, quick: false, aimed: true },
  {
    name: 'generators, async',
    program: 'asynchronous.cjs',
    measured: KERNELS,
    settlesMs: 1000,
    quick: false,
    aimed: true,
  },
  { name: 'small calls', program: 'calls.cjs', measured: KERNELS, settlesMs: 1000, quick: true, aimed: true },
];
