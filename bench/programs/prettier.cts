// Workload: prettier formats a source file of a few hundred lines.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import { format } from 'prettier/standalone';
import { measure } from './measure.cjs';

const source = readFileSync(
  join(dirname(require.resolve('handlebars/package.json')), 'dist/cjs/handlebars/compiler/javascript-compiler.js'),
  'utf8',
);

void measure(async () => {
  const text = await format(source, { parser: 'babel', plugins: [babel, estree as never], printWidth: 100 });
  return createHash('sha256').update(text).digest('hex');
});
