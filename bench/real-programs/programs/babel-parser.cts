// @babel/parser: TypeScript, JSX and errors it recovers from.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'babel-parser';

const typescript = readFileSync(join(require.resolve('rxjs/package.json'), '../src/internal/Observable.ts'), 'utf8');
console.log(JSON.stringify(parse(typescript, { sourceType: 'module', plugins: ['typescript'] }).program));
const jsx = 'const a = <b c={1} {...d}>{e ? <f /> : <>text</>}</b>; let a; label: for (;;) break missing;';
console.log(JSON.stringify(parse(jsx, { plugins: ['jsx'], errorRecovery: true })));
