// The command line of `npm run bench -- ...`. Runs in the benchmark's own process.

import { parseArgs } from 'node:util';

export interface BenchOptions {
  quick: boolean;
  /** Write README.md and the plots; a quick run does so only when asked. */
  write: boolean;
  /** Undefined: as many as fit into the time of each group. */
  rounds: number | undefined;
  /** Names of groups; empty: all. */
  groups: string[];
  /** Paths of Node binaries; the running one if none is given. */
  nodes: string[];
}

export const USAGE = `npm run bench -- [--quick] [--write] [--rounds N] [--group NAME]... [--node PATH]...

  --quick       fewer cells, shorter runs: within 5 minutes; prints, and writes only with --write
  --write       update bench/README.md and bench/plots
  --rounds N    run every cell N times, however long it takes (default: as often as fits into the group's minutes)
  --group NAME  only this group (runtime, starts, versions, server, threads, instrumenting, live, files, rest)
  --node PATH   measure under this Node binary (default: the running one); several: the group versions under each, which takes
                8 minutes for each, the others under the first
`;

/** Reads the arguments. Throws a TypeError for an unknown one, a RangeError for a number that is none. */
export function parseOptions(argv: string[]): BenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      group: { type: 'string', multiple: true, default: [] },
      node: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(rounds >= 1))
    throw new RangeError(`read --rounds: found ${values.rounds}, wanted 1 or more`);
  const nodes = values.node.length > 0 ? values.node : [process.execPath];
  return { quick: values.quick, write: values.write || !values.quick, rounds, groups: values.group, nodes };
}
