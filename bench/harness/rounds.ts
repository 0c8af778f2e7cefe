// Interleaving: each round runs every cell once, in an order that is turned by one each time, so that a slow minute of the
// machine falls on all of them alike. Runs in the benchmark's own process.

/** One combination that is measured once a round. */
export interface Cell<Sample> {
  /** Names the cell in progress lines, for instance "acorn, covd". */
  name: string;
  run(): Promise<Sample>;
  /** A cell that takes longer is run in the first two rounds only, so that the quick ones get more; default 20 seconds. */
  slowMs?: number;
}

/** When to stop: after so many rounds, or before a round that would end after so many minutes. The first is always run. */
export interface RoundLimit {
  rounds: number;
  minutes: number;
}

const SLOW_MS = 20_000;
/** The least that has a spread. */
const SLOW_ROUNDS = 2;

/**
 * Runs all cells round by round, within the limit. `samples[cell][round]` is what a run gave, undefined if it failed or was
 * left out; failures are reported on stderr, once per cell, and the cell is left out of the rounds after.
 */
export async function inRounds<Sample>(cells: Cell<Sample>[], limit: RoundLimit): Promise<(Sample | undefined)[][]> {
  const deadline = performance.now() + limit.minutes * 60_000;
  const entries = cells.map((cell) => ({
    cell,
    samples: [] as (Sample | undefined)[],
    milliseconds: 0,
    failed: false,
  }));
  for (let round = 0; round < limit.rounds; round++) {
    const wanted = entries.filter(
      ({ cell, failed, milliseconds }) => !failed && (round < SLOW_ROUNDS || milliseconds <= (cell.slowMs ?? SLOW_MS)),
    );
    const expected = wanted.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    if (performance.now() + expected > deadline && round > 0) break;
    for (const entry of turned(wanted, round)) {
      const start = performance.now();
      entry.samples[round] = await attempt(entry.cell);
      entry.milliseconds = performance.now() - start;
      console.error(`  round ${round + 1}: ${entry.cell.name} (${(entry.milliseconds / 1000).toFixed(1)} s)`);
      entry.failed = entry.samples[round] === undefined;
    }
  }
  return entries.map(({ samples }) => samples);
}

function turned<Item>(items: Item[], by: number): Item[] {
  return items.map((_, index) => items[(index + by) % items.length] as Item);
}

async function attempt<Sample>(cell: Cell<Sample>): Promise<Sample | undefined> {
  try {
    return await cell.run();
  } catch (error) {
    console.error(`  ${cell.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
