// What the verbs over coverage files have in common: `-i`, `--pkg`, and how their options become inputs. Runs in the CLI
// process.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Command } from 'commander';
import { createPackageFilter } from '../covdata/package-pattern.js';
import type { CoverageInputs } from '../covdata/read-programs.js';
import { UsageError } from './usage-error.js';

export interface CovdataOptions {
  input?: string[];
  pkg?: string[];
  json?: true;
}

/** A verb with `-i` and `--pkg`, and an example behind its help. */
export function createCovdataCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('-i, --input <dirs>', 'directories with coverage files, separated by commas (repeatable)', collectInputs)
    .option('--pkg <patterns>', 'only packages whose paths match: ... any text, * within a segment, ./...', collect)
    .addHelpText('after', `\nExample:\n  ${example}`);
}

/** Inputs as the verbs take them; throws UsageError without directories. Warnings go to stderr. */
export function toInputs({ input, pkg }: CovdataOptions): CoverageInputs {
  if (!input) throw new UsageError("select input directories with '-i' option");
  const filter = createPackageFilter(pkg ?? [], () => packagePathOf(process.cwd()));
  const warn = (text: string) => console.error(`warning: ${text}`);
  for (const directory of repeated(input)) warn(`input directory ${directory} is given twice: its counts are too`);
  return { directories: input, filter, warn };
}

/** The value of a required option, or UsageError with `text`. */
export function required(value: string | undefined, text: string): string {
  if (value === undefined) throw new UsageError(text);
  return value;
}

/** Where merges write; UsageError if it is one of the inputs: the next reader would count what is there twice. */
export function toOutputDirectory(output: string | undefined, { directories }: CoverageInputs): string {
  const directory = required(output, "select output directory with '-o' option");
  const place = realPath(directory);
  const input = directories.find((candidate) => realPath(candidate) === place);
  if (input !== undefined) throw new UsageError(`output directory ${directory} is also an input: wanted another one`);
  return directory;
}

/** For options of one short letter: commander hands `-o=FILE`, as Go's tool takes it, on with its `=`. */
export function withoutEquals(value: string): string {
  return value.startsWith('=') ? value.slice(1) : value;
}

function collectInputs(value: string, before: string[] | undefined): string[] {
  return collect(withoutEquals(value), before);
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',')];
}

/** Module path (the nearest package.json's name) and the directory's path within the module. */
function packagePathOf(directory: string): string {
  for (let root = directory; ; root = dirname(root)) {
    const name = readPackageName(join(root, 'package.json'));
    if (name !== undefined) return [name, ...relative(root, directory).split(sep)].filter(Boolean).join('/');
    if (root === dirname(root)) return basename(directory);
  }
}

function repeated(directories: readonly string[]): string[] {
  const places = directories.map(realPath);
  return directories.filter((_, index) => places.indexOf(places[index] as string) < index);
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function readPackageName(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const { name } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}
