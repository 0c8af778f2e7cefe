// Interleaving: each round runs every cell once, in an order that is turned by one each time, so that a slow minute of the
// machine falls on all of them alike. Runs in the benchmark's own process.

/** One combination that is measured once a round. */
export interface Cell<Sample> {
  /** Names the cell in progress lines, for instance "acorn, covd". */
  name: string;
  run(): Promise<Sample>;
}

/**
 * Runs all cells in `rounds` rounds. `samples[cell][round]` is what a run gave, undefined if it failed; failures are
 * reported on stderr, once per cell, and the cell is left out of the rounds after.
 */
export async function inRounds<Sample>(cells: Cell<Sample>[], rounds: number): Promise<(Sample | undefined)[][]> {
  const samples: (Sample | undefined)[][] = cells.map(() => []);
  const failed = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    for (const index of turned(cells.length, round)) {
      const sample = failed.has(index) ? undefined : await attempt(cells[index] as Cell<Sample>, round, rounds);
      if (sample === undefined) failed.add(index);
      (samples[index] as (Sample | undefined)[])[round] = sample;
    }
  }
  return samples;
}

function turned(length: number, by: number): number[] {
  return Array.from({ length }, (_, index) => (index + by) % length);
}

async function attempt<Sample>(cell: Cell<Sample>, round: number, rounds: number): Promise<Sample | undefined> {
  console.error(`  round ${round + 1}/${rounds}: ${cell.name}`);
  try {
    return await cell.run();
  } catch (error) {
    console.error(`  ${cell.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
