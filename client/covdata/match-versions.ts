// Yesterday's counts for today's source: which functions of an older version of a module are still there, unchanged, by the
// hashes of their texts. Runs in the CLI process.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PackageVersion } from './combine-programs.js';

/** A function of an older source that ran and has no certain equal in the newest. Its line is that of its first unit. */
export interface UnmatchedFunction {
  package: string;
  name: string;
  line: number;
}

export interface MatchedVersions {
  versions: [PackageVersion, ...PackageVersion[]];
  unmatched: UnmatchedFunction[];
}

/**
 * Versions of one package, those of older sources carried over to the functions of the newest: the one on disk now, else
 * the one with the newest counters. Versions that say nothing of their functions' texts, and versions of one source, stay
 * as they are.
 */
export async function matchVersions(versions: readonly PackageVersion[]): Promise<MatchedVersions> {
  const known = versions.filter(({ module }) => module?.functionHashes);
  const sources = new Set(known.map(({ module }) => module?.sourceHash));
  const all = versions as [PackageVersion, ...PackageVersion[]];
  if (known.length < versions.length || sources.size < 2) return { versions: all, unmatched: [] };
  const newest = await findNewest(known);
  const unmatched: UnmatchedFunction[] = [];
  const carried = versions.map((version) => {
    if (version.module?.sourceHash === newest.module?.sourceHash) return version;
    const result = carryOver(version, newest);
    unmatched.push(...result.unmatched);
    return result.version;
  });
  return { versions: carried as [PackageVersion, ...PackageVersion[]], unmatched };
}

async function findNewest(versions: readonly PackageVersion[]): Promise<PackageVersion> {
  const byTime = versions.toSorted((a, b) => (a.newest < b.newest ? 1 : a.newest > b.newest ? -1 : 0));
  const hash = await hashOnDisk(byTime[0]?.module?.file);
  return (byTime.find(({ module }) => module?.sourceHash === hash) ?? byTime[0]) as PackageVersion;
}

async function hashOnDisk(file: string | undefined): Promise<string | undefined> {
  const source = file && (await readFile(file).catch(() => undefined));
  return source && createHash('sha256').update(source).digest('hex').slice(0, 32);
}

function carryOver(
  old: PackageVersion,
  newest: PackageVersion,
): { version: PackageVersion; unmatched: UnmatchedFunction[] } {
  const places = placesByText(newest);
  const ownPlaces = placesByText(old);
  const counters: PackageVersion['counters'] = newest.pkg.functions.map(() => undefined);
  const unmatched: UnmatchedFunction[] = [];
  for (const [text, sources] of ownPlaces) {
    const targets = places.get(text) ?? [];
    const isCertain = targets.length === sources.length;
    for (const [turn, source] of sources.entries()) {
      const target = targets[turn];
      const counts = old.counters[source];
      if (isCertain && target !== undefined && hasSameUnits(old, source, newest, target)) counters[target] = counts;
      else if (counts) unmatched.push(describe(old, source));
    }
  }
  return { version: { ...old, pkg: newest.pkg, module: newest.module, counters }, unmatched };
}

/** Indexes of the functions by text and, where they have one, name; several if one text stands in several places. */
function placesByText({ pkg, module }: PackageVersion): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { name, literal }] of pkg.functions.entries()) {
    const key = `${module?.functionHashes?.[index]} ${literal ? '' : name}`;
    places.set(key, [...(places.get(key) ?? []), index]);
  }
  return places;
}

/** The same text gives the same units unless another version of covd or another granularity placed them. */
function hasSameUnits(old: PackageVersion, source: number, newest: PackageVersion, target: number): boolean {
  return old.pkg.functions[source]?.units.length === newest.pkg.functions[target]?.units.length;
}

function describe({ pkg }: PackageVersion, index: number): UnmatchedFunction {
  const { name = '', units = [] } = pkg.functions[index] ?? {};
  return { package: pkg.path, name, line: units[0]?.[0] ?? 0 };
}
