// `covd textfmt`: coverage in the text format of `go test -coverprofile`. Runs in the CLI process.

import type { Command } from 'commander';
import type { CoverageProfile } from '../../covdata/coverage-profile.js';
import { readProfile } from '../../covdata/read-profile.js';
import { formatTextProfile } from '../../covdata/text-format.js';
import { type CovdataOptions, createCovdataCommand, required, toInputs, withoutEquals } from '../covdata-options.js';
import { writeOutputFile } from '../output-file.js';

interface TextfmtOptions extends CovdataOptions {
  output?: string;
}

/** The verb `textfmt`. */
export function createTextfmtCommand(): Command {
  const example = 'covd textfmt -i covdata -o profile.txt';
  return createCovdataCommand('textfmt', 'write the text format of `go test -coverprofile`', example)
    .option('-o, --output <file>', 'file to write; required', withoutEquals)
    .option('--json', 'write the same as JSON')
    .action(writeTextFormat);
}

async function writeTextFormat({ output, json, ...options }: TextfmtOptions): Promise<void> {
  const inputs = toInputs(options);
  await writeOutputFile(required(output, "select output file name with '-o' option"), async () => {
    const profile = await readProfile(inputs, { anyMode: false });
    return profile ? (json ? formatJson(profile) : formatTextProfile(profile)) : [];
  });
}

function* formatJson(profile: CoverageProfile): Generator<string> {
  const units = profile
    .packagePaths()
    .flatMap((path) =>
      profile.unitsOf(path).map(({ fn, unit, count }) => ({ package: path, file: fn.file, unit, count })),
    );
  yield `${JSON.stringify({ mode: profile.mode, units })}\n`;
}
