// `--src`: where verbs that show sources look for them. Runs in the CLI process.

import { resolve } from 'node:path';
import { Option } from 'commander';
import { collectValue } from './collect-values.js';

/** `--src`. */
export function createSourceOption(): Option {
  return new Option('--src <dir>', 'also look for sources in this directory (repeatable)').argParser(collectValue);
}

/** Absolute: the given directories, then the working directory. */
export function toSourceDirectories(src: readonly string[] = []): string[] {
  return [...src, '.'].map((directory) => resolve(directory));
}
