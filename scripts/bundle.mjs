// Bundles what runs in measured threads. The preload and the daemon thread, because the measured program would feel their
// start (one CommonJS file costs about 4 ms where the same modules as ESM cost 14; half the processor time of the daemon's
// start), and Node 20's thread of ESM hooks. The instrumenter and the filter's compiler, so that they share no module with
// a program that is just importing the same one. Everything else is used as tsc wrote it.

import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Has the preload take what it imports from Node's modules once, when it is loaded, where esbuild would take it at each call:
 * the program that comes after may replace functions there (test doubles do), and must not find our calls among its own.
 */
const takeAtLoad = {
  name: 'take-at-load',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: takeImports(readFileSync(path, 'utf8')), loader: 'ts' }));
  },
};

function takeImports(source) {
  return source.replace(/^import \{([^}]*)\} from ('node:\w+');$/gm, (_, names, module) => {
    const values = names.split(',').filter((name) => !/^\s*type /.test(name));
    return `const {${values.join(',')}} = process.getBuiltinModule(${module});`;
  });
}

const entries = [
  { entry: 'instrument/register.ts', out: 'dist/instrument/register.cjs', plugins: [takeAtLoad] },
  { entry: 'daemon/main.ts', out: 'dist/daemon/main.cjs' },
  { entry: 'instrument/hooks/node20/esm-hooks.ts', out: 'dist/instrument/hooks/node20/esm-hooks.mjs', format: 'esm' },
  // oxc-parser finds its binary, and what reads trees from that binary's memory, from where its own files are.
  {
    entry: 'instrument/instrumenter/main.ts',
    out: 'dist/instrument/instrumenter/main.cjs',
    ...moduleUrl("require.resolve('oxc-parser')"),
  },
  {
    entry: 'instrument/filter/compile-filter.ts',
    out: 'dist/instrument/filter/compile-filter.cjs',
    ...moduleUrl('__filename'),
  },
];

for (const { entry, out, format = 'cjs', ...options } of entries) {
  await build({
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20.19',
    sourcemap: 'linked',
    logLevel: 'warning',
    ...options,
  });
}

/** What stands for import.meta.url in a CommonJS bundle: the URL of `path`, an expression. */
function moduleUrl(path) {
  return {
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: `const importMetaUrl = require('node:url').pathToFileURL(${path}).href;` },
  };
}
