// Names of coverage files: `covmeta.<tag>` and `covcounters.<tag>.<pid>.<nanotime>`. A counter file belongs to the
// meta-data file with the same tag in its name; what the headers say does not matter. Runs in the daemon thread and tools.

/** What a file name says; `undefined` from the parser means that it is no coverage file. */
export type CoverageFileName =
  | { kind: 'meta'; tag: string }
  | { kind: 'counters'; tag: string; pid: bigint; nanotime: bigint };

/** Name of a meta-data file; `tag` is 32 hex digits in practice, any text without blanks in principle. */
export function metaFileName(tag: string): string {
  return `covmeta.${tag}`;
}

/** Name of a counter file; `nanotime` is Unix time in nanoseconds and keeps the names of one process apart. */
export function counterFileName(tag: string, pid: number, nanotime: bigint): string {
  return `covcounters.${tag}.${pid}.${nanotime}`;
}

/** Go's rules: a tag is any text without blanks (so `covmeta.x.bak` is one too), a pid must fit 63 bits. */
export function parseCoverageFileName(name: string): CoverageFileName | undefined {
  const counters = /^covcounters\.(\S+)\.(\d+)\.(\d+)$/.exec(name);
  if (counters) return parseCounters(counters);
  const tag = /^covmeta\.(\S+)$/.exec(name)?.[1];
  return tag === undefined ? undefined : { kind: 'meta', tag };
}

function parseCounters([, tag = '', pid = '', nanotime = '']: RegExpExecArray): CoverageFileName | undefined {
  if (BigInt(pid) >= 1n << 63n) return undefined;
  return { kind: 'counters', tag, pid: BigInt(pid), nanotime: BigInt(nanotime) };
}
