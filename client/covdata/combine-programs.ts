// `covd merge --pcombine`: one program out of several, with the counts of equal functions added. Runs in the CLI process.
// Packages and, within them, functions stand in order of first appearance, as Go's tool has them. Where covd knows the
// texts of a package's functions and its source has changed, the package is that of the newest source, and the counts of
// older ones go to those of its functions whose text is the same, wherever they stand now.

import type { FunctionCounts, MetaData, MetaPackage, ModuleExtension } from '../../daemon/files/coverage-data.js';
import { rewrittenHash } from '../../daemon/files/coverage-hash.js';
import { joinMetaData } from '../../daemon/files/meta-data-file.js';
import { encodeMetaExtension, encodeModuleExtension } from '../../daemon/files/meta-extension.js';
import { encodePackage } from '../../daemon/files/package-blob.js';
import { COVERAGE_MODES, type CoverageMode } from '../../instrument/coverage-options.js';
import { CombinedPackage } from './combined-package.js';
import { matchVersions, type UnmatchedFunction } from './match-versions.js';
import { mergeArgs } from './merged-args.js';
import { newestNanotime } from './pods.js';
import { createClashCheck } from './read-profile.js';
import { type CoverageInputs, type Program, readPrograms } from './read-programs.js';
import { type WrittenPair, writePrograms } from './write-program.js';

export interface CombinedOutput extends WrittenPair {
  /** Functions that ran in an older version of a source and have no equal in the newest; their counts are left out. */
  unmatched: UnmatchedFunction[];
}

/** A package of one of the programs, with its counts. */
export interface PackageVersion {
  pkg: MetaPackage;
  /** Undefined for what Go wrote. */
  module: ModuleExtension | undefined;
  /** One for each function; undefined: no entry. */
  counters: (Uint32Array | undefined)[];
  /** See newestNanotime. */
  newest: bigint;
}

/** Writes one pair into `output`. Programs of different granularity are an ERR_CLASH; the largest mode of all wins. */
export async function combinePrograms(inputs: CoverageInputs, output: string): Promise<CombinedOutput> {
  const check = createClashCheck({ anyMode: true });
  const versions = new Map<string, PackageVersion[]>();
  const heads: Pick<MetaData, 'mode' | 'granularity' | 'extension'>[] = [];
  const args: Record<string, string>[] = [];
  for await (const program of readPrograms(inputs)) {
    check(program);
    heads.push(program.meta);
    args.push(...program.args);
    for (const version of versionsOf(program, inputs)) add(versions, version);
  }
  const matched = await Promise.all([...versions.values()].map(matchVersions));
  const mode = largestMode(heads.map((head) => head.mode));
  const packages = matched.map(({ versions: equal }) => CombinedPackage.of(equal, { mode, warn: inputs.warn }));
  const pair = await writeCombined({ ...heads[0], mode }, packages, { output, args: mergeArgs(args) });
  return { ...pair, unmatched: matched.flatMap(({ unmatched }) => unmatched) };
}

function* versionsOf({ meta, counts, pod }: Program, { filter }: CoverageInputs): Generator<PackageVersion> {
  const newest = newestNanotime(pod);
  for (const [index, pkg] of meta.packages.entries()) {
    if (filter && !filter(pkg.path)) continue;
    const counters = pkg.functions.map((_, fn) =>
      counts.isLive(index, fn) ? counts.countersOf(index, fn) : undefined,
    );
    yield { pkg, module: meta.extension?.modules[index], counters, newest };
  }
}

function add(versions: Map<string, PackageVersion[]>, version: PackageVersion): void {
  const known = versions.get(version.pkg.path);
  if (known) known.push(version);
  else versions.set(version.pkg.path, [version]);
}

function largestMode(modes: CoverageMode[]): CoverageMode {
  return COVERAGE_MODES.findLast((mode) => modes.includes(mode)) ?? 'set';
}

async function writeCombined(
  head: Partial<Pick<MetaData, 'granularity' | 'extension'>> & { mode: CoverageMode },
  combined: CombinedPackage[],
  { output, args }: { output: string; args: Record<string, string> },
): Promise<WrittenPair> {
  const packages = combined.map(({ pkg }) => encodePackage(pkg));
  const granularity = head.granularity ?? 'perblock';
  const hash = rewrittenHash(
    packages.map(({ blob }) => blob),
    head.mode,
    granularity,
  );
  const modules = combined.map(({ module }) => encodeModuleExtension(module));
  const extension = head.extension && encodeMetaExtension(head.extension.granularity, modules);
  const meta = joinMetaData({
    hash,
    mode: head.mode,
    granularity,
    packages,
    extension,
  });
  const functions = combined.flatMap((pkg, index): FunctionCounts[] => pkg.liveFunctions(index));
  const [pair] = await writePrograms(output, [{ tag: hash, hash, meta, args, functions }]);
  return pair as WrittenPair;
}
