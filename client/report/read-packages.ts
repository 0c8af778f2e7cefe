// From directories of coverage files to the packages that reports are made of. Runs in the CLI process.

import { basename } from 'node:path';
import { unmeasuredFiles } from '../../daemon/files/counter-args.js';
import { parseCoverageFileName } from '../../daemon/files/coverage-file-name.js';
import { type CoverageInputs, type Program, readPrograms } from '../covdata/read-programs.js';
import type { MeasuredPackage } from './measured-package.js';

export interface MeasuredInputs {
  /** Several programs may have the same one. */
  packages: MeasuredPackage[];
  /** Files that could not be instrumented: reasons by absolute path. */
  unmeasured: Record<string, string>;
}

/** The wanted packages of all programs. Rejects as readPrograms. */
export async function readPackages(inputs: CoverageInputs): Promise<MeasuredInputs> {
  const packages: MeasuredPackage[] = [];
  const unmeasured: Record<string, string> = {};
  for await (const program of readPrograms(inputs)) {
    packages.push(...listPackages(program, inputs));
    Object.assign(unmeasured, ...program.args.map(unmeasuredFiles));
  }
  return { packages, unmeasured };
}

function listPackages({ meta, counts, pod }: Program, { filter }: CoverageInputs): MeasuredPackage[] {
  const times = pod.counterFiles.map(({ path }) => nanotimeOf(path)).sort((a, b) => (a < b ? -1 : 1));
  const measuredAt = times.at(-1) ?? 0n;
  return meta.packages.flatMap((pkg, index) => {
    if (filter && !filter(pkg.path)) return [];
    const module = meta.extension?.modules[index];
    const granularity = meta.extension?.granularity ?? meta.granularity;
    const own = counts.countersOfPackage(index);
    return [{ package: pkg, module, mode: meta.mode, granularity, counts: own, measuredAt }];
  });
}

function nanotimeOf(path: string): bigint {
  const name = parseCoverageFileName(basename(path));
  return name?.kind === 'counters' ? name.nanotime : 0n;
}
