// The args of a counter file: who was measured. Keys are argc, argv0 .. argvN, GOOS and GOARCH; covd adds label, and
// unmeasured: a JSON object of files that could not be instrumented, with the reasons. Runs in tools and the daemon thread.

import type { ByteReader } from './byte-reader.js';
import { decodeStringTable, lookUpString } from './string-table.js';

/**
 * The pairs behind a segment header, with the reader left at the first entry. ERR_BAD_FILE for a key that comes twice, an
 * unknown string, an argc that is no number, and lengths that run past the file.
 */
export function readCounterArgs(reader: ByteReader, tableBytes: number, argsBytes: number): Record<string, string> {
  const tableStart = reader.offset;
  const argsStart = tableStart + tableBytes;
  const end = argsStart + argsBytes;
  if (end > reader.end) throw reader.fail(`strings and args of ${tableBytes} and ${argsBytes} bytes`, tableStart - 8);
  const strings = tableBytes === 0 ? [''] : decodeStringTable(reader);
  reader.offset = argsStart;
  const args = argsBytes === 0 ? {} : readPairs(reader, strings, end);
  if (reader.offset > end) throw reader.fail(`args longer than their ${argsBytes} bytes`, argsStart);
  reader.offset = end;
  skipPadding(reader);
  return args;
}

/** argv of the measured program; missing elements are empty, no argc means unknown. */
export function programArguments(args: Record<string, string>): string[] | undefined {
  const count = args.argc;
  return count === undefined
    ? undefined
    : Array.from({ length: Number(count) }, (_, index) => args[`argv${index}`] ?? '');
}

/** What the args say of files that were loaded as they are: reasons by absolute path. */
export function unmeasuredFiles({ unmeasured }: Record<string, string>): Record<string, string> {
  const files = unmeasured === undefined ? {} : parseJson(unmeasured);
  return Object.fromEntries(
    Object.entries(files ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The args that describe this process: its argv, and Go's names for its system and processor. */
export function argsOfProcess(argv: readonly string[]): Record<string, string> {
  const args: Record<string, string> = { argc: String(argv.length), GOOS: goos(), GOARCH: goarch() };
  argv.forEach((argument, index) => {
    args[`argv${index}`] = argument;
  });
  return args;
}

/** Any program may have written an argument of this name: what is no JSON object tells nothing. */
function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function readPairs(reader: ByteReader, strings: string[], end: number): Record<string, string> {
  const args = new Map<string, string>();
  const count = reader.uleb();
  if (count > (end - reader.offset) / 2) throw reader.fail(`${count} args in ${end - reader.offset} bytes`);
  for (let i = 0; i < count; i++) {
    const start = reader.offset;
    const [key, value] = [lookUpString(strings, reader.uleb(), reader), lookUpString(strings, reader.uleb(), reader)];
    if (args.has(key)) throw reader.fail(`argument ${JSON.stringify(key)} a second time`, start);
    if (key === 'argc' && !isArgumentCount(value, reader)) throw reader.fail(`argc ${JSON.stringify(value)}`, start);
    args.set(key, value);
  }
  return Object.fromEntries(args);
}

/** Each argument takes at least its pair's two bytes, except missing ones, which nobody writes. */
function isArgumentCount(value: string, { bytes }: ByteReader): boolean {
  return /^\d{1,9}$/.test(value) && Number(value) <= bytes.length;
}

/** Go's reader skips to a multiple of 4 by itself where the writer has not counted the padding in. */
function skipPadding(reader: ByteReader): void {
  while (reader.offset % 4 !== 0)
    if (reader.u8() !== 0) throw reader.fail('padding that is not zero', reader.offset - 1);
}

function goos(): string {
  return process.platform === 'win32' ? 'windows' : process.platform === 'sunos' ? 'solaris' : process.platform;
}

const GOARCH_NAMES: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le', loong64: 'loong64' };

function goarch(): string {
  return GOARCH_NAMES[process.arch] ?? process.arch;
}
