// What the verbs over coverage files have in common: `-i`, `--pkg`, and how their options become inputs. Runs in the CLI
// process.

import { existsSync, realpathSync } from 'node:fs';
import { Command, Option } from 'commander';
import { ModuleNames } from '../../instrument/naming/module-name.js';
import { createPackageFilter } from '../covdata/package-pattern.js';
import type { CoverageInputs } from '../covdata/read-programs.js';
import { collectValues } from './collect-values.js';
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
    .addOption(createPackageOption())
    .addHelpText('after', `\nExample:\n  $ ${example}`);
}

/** `--pkg`, also of verbs that have no `-i`. */
export function createPackageOption(): Option {
  const description = 'only packages whose paths match: ... any text, * within a segment, ./... (repeatable)';
  return new Option('--pkg <patterns>', description).argParser(collectValues);
}

/** Inputs as the verbs take them; throws UsageError without directories. Warnings go to stderr. */
export function toInputs({ input, pkg }: CovdataOptions): CoverageInputs {
  if (!input?.some(Boolean)) throw new UsageError("select input directories with '-i' option");
  const filter = createPackageFilter(pkg ?? [], () => new ModuleNames(process.cwd()).pathOf(process.cwd()));
  const warn = (text: string) => console.error(`warning: ${text}`);
  for (const directory of repeated(input)) warn(`input directory ${directory} is given twice: its counts are too`);
  return { directories: input, filter, warn };
}

/** The value of a required option, or UsageError with `text`; an empty one (of an unset variable, say) is none. */
export function required(value: string | undefined, text: string): string {
  if (!value) throw new UsageError(text);
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
  return collectValues(withoutEquals(value), before);
}

function repeated(directories: readonly string[]): string[] {
  const places = directories.map(realPath);
  return directories.filter((_, index) => places.indexOf(places[index] as string) < index);
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
