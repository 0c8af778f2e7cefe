// From directories of coverage files to the packages that reports are made of. Runs in the CLI process.

import { unmeasuredFiles } from '../../daemon/files/counter-args.js';
import { newestNanotime } from '../covdata/pods.js';
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
  const measuredAt = newestNanotime(pod);
  return meta.packages.flatMap((pkg, index) => {
    if (filter && !filter(pkg.path)) return [];
    const module = meta.extension?.modules[index];
    const granularity = meta.extension?.granularity ?? meta.granularity;
    const own = counts.countersOfPackage(index);
    return [{ package: pkg, module, mode: meta.mode, granularity, counts: own, measuredAt }];
  });
}
