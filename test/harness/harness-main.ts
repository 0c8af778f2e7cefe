// The functions of the harness whose liveness the tests look at. Runs in whichever thread the test point asks for.

import * as points from './test-points.js';

const TEST_POINTS: Record<string, (outdir: string) => Promise<void>> = { ...points };

/** Runs one test point; it throws if the test point does not see what it wants to see. */
export async function main(tp: string, outdir: string): Promise<void> {
  const run = TEST_POINTS[tp];
  if (!run) throw new Error(`unknown test point ${tp}`);
  await run(outdir);
}

/** Runs after every test point: no snapshot of a test point may call it live. */
export function final(): void {
  process.stdout.write('I run last.\n');
}
