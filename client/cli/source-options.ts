// `--src`: where verbs that show sources look for them. Runs in the CLI process.

import { resolve } from 'node:path';
import { Option } from 'commander';

export function createSourceOption(): Option {
  const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];
  return new Option('--src <dir>', 'also look for sources in this directory (repeatable)').argParser(collect);
}

/** Absolute: the given directories, then the working directory. */
export function toSourceDirectories(src: readonly string[] = []): string[] {
  return [...src, '.'].map((directory) => resolve(directory));
}
