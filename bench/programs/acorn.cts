// Workload: acorn parses its own source.

import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { measure } from './measure.cjs';

const source = readFileSync(require.resolve('acorn'), 'utf8');

void measure(() => {
  const program = parse(source, { ecmaVersion: 'latest', locations: true });
  return `${program.body.length} ${program.end}`;
});
