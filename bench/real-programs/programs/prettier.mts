// prettier: formats JavaScript, TypeScript, CSS, Markdown, YAML and HTML.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'prettier';

const require = createRequire(import.meta.url);
const files = [
  [require.resolve('handlebars/dist/cjs/handlebars/compiler/compiler.js'), 'babel'],
  [require.resolve('rxjs/package.json').replace('package.json', 'src/internal/Observable.ts'), 'typescript'],
  [require.resolve('rxjs/package.json').replace('package.json', 'README.md'), 'markdown'],
] as const;
for (const [file, parser] of files) console.log(await format(readFileSync(file, 'utf8'), { parser }));
console.log(await format('a{color:RED;b:c}@media (min-width:1px){d>e{f:g}}', { parser: 'css' }));
console.log(await format('a:   {b: [1,2,  3], c: "d"}\ne:\n    - f\n', { parser: 'yaml' }));
console.log(await format('<div><p>a<b>c</b></p><script>d( )</script></div>', { parser: 'html' }));
