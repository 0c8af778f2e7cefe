// Skeletons of real files, against those of istanbul-lib-instrument.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { skeletonDifference } from './compare-skeleton.js';
import { istanbulCoverageOf } from './istanbul-reference.js';
import { instrument } from './run-instrumented.js';

const FILES = 1000;
const MAX_FILE_BYTES = 12_000;

test('instrumentSource makes the skeleton of istanbul-lib-instrument for 1,000 files of node_modules', (t) => {
  const differences: string[] = [];
  let compared = 0;
  for (const file of corpus()) {
    const source = withoutForeignPragmas(readFileSync(file, 'utf8'));
    const expected = parseAsNodeWould(source, file);
    // What Babel cannot parse without JSX or types has no reference.
    if (!expected) continue;
    const { map } = instrument({ source, file, format: expected.esModules ? 'module' : 'commonjs' });
    const difference = skeletonDifference(map.istanbul, expected.coverage);
    if (difference) differences.push(`${file}: ${difference}`);
    compared++;
  }
  t.deepEqual(differences, []);
  t.true(compared >= FILES, `only ${compared} files were compared`);
});

/** Files spread evenly over the tree; a few more than are needed, since some are not plain JavaScript. */
function corpus(): string[] {
  const root = join(process.cwd(), 'node_modules');
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?js$/.test(file))
    .map((file) => join(root, file))
    .filter((file) => isSmallFile(file));
  const wanted = FILES + 20;
  return Array.from({ length: wanted }, (_, i) => all[Math.floor((i * all.length) / wanted)] as string);
}

function isSmallFile(path: string): boolean {
  const entry = statSync(path);
  return entry.isFile() && entry.size <= MAX_FILE_BYTES;
}

/** Comments that covd obeys and Istanbul does not are made plain ones of the same length. */
function withoutForeignPragmas(source: string): string {
  return source.replace(/\b(?:c8|v8|node:coverage)(?=\s+(?:ignore|disable|enable))/g, (name) =>
    '-'.repeat(name.length),
  );
}

function parseAsNodeWould(
  source: string,
  file: string,
): { coverage: FileCoverageData; esModules: boolean } | undefined {
  for (const esModules of [false, true]) {
    try {
      return { coverage: istanbulCoverageOf(source, file, esModules), esModules };
    } catch {
      // The next grammar may take it.
    }
  }
  return undefined;
}
