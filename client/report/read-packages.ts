// From directories of coverage files to the packages that reports are made of. Runs in the CLI process.

import { basename } from 'node:path';
import { parseCoverageFileName } from '../../daemon/files/coverage-file-name.js';
import { type CoverageInputs, type Program, readPrograms } from '../covdata/read-programs.js';
import type { MeasuredPackage } from './measured-package.js';

/** The wanted packages of all programs; several programs may have the same one. Rejects as readPrograms. */
export async function readPackages(inputs: CoverageInputs): Promise<MeasuredPackage[]> {
  const packages: MeasuredPackage[] = [];
  for await (const program of readPrograms(inputs)) packages.push(...listPackages(program, inputs));
  return packages;
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
