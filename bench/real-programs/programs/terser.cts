// terser: compresses and mangles readable-stream and luxon.

import { readFileSync } from 'node:fs';
import { minify } from 'terser';

async function main(): Promise<void> {
  for (const file of [
    require.resolve('luxon'),
    require.resolve('decimal.js'),
    require.resolve('semver/classes/range'),
  ]) {
    const result = await minify(readFileSync(file, 'utf8'), { compress: { passes: 2 }, mangle: { toplevel: true } });
    console.log(result.code);
  }
}

void main();
