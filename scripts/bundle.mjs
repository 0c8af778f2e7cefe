// Bundles the entries whose start-up time the measured program would feel: the preload (required before the first
// line of every measured thread; one CommonJS file costs about 4 ms where the same modules as ESM cost 14) and the
// daemon thread (half the processor time at its start), and Node 20's thread of ESM hooks. Everything else is used as
// tsc wrote it.

import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const entries = [
  { entry: 'instrument/register.ts', out: 'dist/instrument/register.cjs' },
  { entry: 'daemon/main.ts', out: 'dist/daemon/main.cjs' },
  { entry: 'instrument/hooks/node20/esm-hooks.ts', out: 'dist/instrument/hooks/node20/esm-hooks.mjs', format: 'esm' },
];

for (const { entry, out, format = 'cjs' } of entries) {
  if (!existsSync(entry)) continue;
  await build({
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20.19',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
