// Workload: @babel/parser parses its own source. It is installed under a name of its own, since nyc has loaded @babel/parser
// before anything can be measured.

import { readFileSync } from 'node:fs';
import { parse } from 'babel-parser';
import { measure } from './measure.cjs';

const source = readFileSync(require.resolve('babel-parser'), 'utf8');

void measure(() => {
  const { program } = parse(source, { sourceType: 'script' });
  return `${program.body.length} ${program.end}`;
});
