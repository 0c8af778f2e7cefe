// `covd diff`: what one set of runs covers and another does not. Runs in the CLI process.

import { Command, InvalidArgumentError } from 'commander';
import type { Side } from '../../report/diff/line-marks.js';
import { createPackageOption, toInputs, withoutEquals } from '../covdata-options.js';
import { createSourceOption, toSourceDirectories } from '../source-options.js';

interface DiffOptions {
  pkg?: string[];
  src?: string[];
  output?: string;
  only?: Side[];
  json?: true;
}

/** The verb `diff`. */
export function createDiffCommand(): Command {
  return new Command('diff')
    .description('compare two sets of coverage: what only the one covers, only the other, and both')
    .argument('<a>', 'directories with coverage files, separated by commas')
    .argument('<b>', 'the other side')
    .option('--only <side>', 'print only this: a, b, both or neither (repeatable)', collectSides)
    .addOption(createPackageOption())
    .addOption(createSourceOption())
    .option('-o, --output <file>', 'write an html page, to FILE.html or DIR/index.html', withoutEquals)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ covd diff production tests      # runs in production, but no test covers it')
    .action(diff);
}

async function diff(a: string, b: string, options: DiffOptions): Promise<void> {
  const { pkg = [], src, only, output, json = false } = options;
  const inputs = { a: toInputs({ input: a.split(','), pkg }), b: toInputs({ input: b.split(','), pkg }) };
  const request = { names: { a, b }, inputs, directories: toSourceDirectories(src), sides: only, output, json };
  const { printDiff } = await import('../print-diff.js');
  await printDiff(request);
}

const SIDE_NAMES: Record<string, Side> = { a: 'onlyA', b: 'onlyB', both: 'both', neither: 'neither' };

function collectSides(value: string, before: Side[] | undefined): Side[] {
  const sides = value.split(',').map((name) => {
    const side = Object.hasOwn(SIDE_NAMES, name) ? SIDE_NAMES[name] : undefined;
    if (!side) throw new InvalidArgumentError('wanted a, b, both or neither');
    return side;
  });
  return [...(before ?? []), ...sides];
}
