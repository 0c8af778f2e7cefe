// `covd pkglist`: the packages of coverage files. Runs in the CLI process.

import type { Command } from 'commander';
import { readProfile } from '../../covdata/read-profile.js';
import { type CovdataOptions, createCovdataCommand, toInputs } from '../covdata-options.js';
import { printChunks, printJson } from '../standard-output.js';

/** The verb `pkglist`. */
export function createPkglistCommand(): Command {
  return createCovdataCommand('pkglist', 'print the paths of all packages', 'covd pkglist -i covdata')
    .option('--json', 'print JSON')
    .action(listPackages);
}

async function listPackages({ json, ...options }: CovdataOptions): Promise<void> {
  const profile = await readProfile(toInputs(options), { anyMode: true });
  const paths = profile?.packagePaths() ?? [];
  await (json ? printJson({ packages: paths }) : printChunks(paths.map((path) => `${path}\n`)));
}
