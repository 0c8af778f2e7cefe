// Lock-step: programs that are alive at once and work in turns of a fraction of a second, so that whatever slows the machine
// for longer than that slows all of them alike. Runs in the benchmark's own process.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Turn } from '../programs/measure.cjs';
import { BENCH_ROOT } from './paths.js';
import type { Command } from './run-command.js';

/** Milliseconds of the first program's turns; the others have as many turns as the first. */
export interface TurnPlan {
  /** Of one turn; an iteration that takes longer is a turn by itself. */
  turnMs: number;
  /** Before what is measured. */
  warmMs: number;
  measureMs: number;
}

/** Of each program, before what is measured and then again, however long they take. */
const LEAST_TURNS = 3;

interface Player {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
  stderr: string;
}

/**
 * Starts programs that call `measure` and has them take turns, every other round in reverse order. `turns[command][turn]` is
 * what was measured; undefined for a program that failed, which is reported on stderr. Rejects if the first one fails.
 */
export async function inLockStep(commands: Command[], plan: TurnPlan): Promise<(Turn[] | undefined)[]> {
  const players = commands.map(startPlayer);
  try {
    const turns = await Promise.all(players.map(async (player) => ((await attempt(player, 0)) ? [] : undefined)));
    await playRounds(players, turns, plan.turnMs, plan.warmMs);
    for (const list of turns) list?.splice(0);
    await playRounds(players, turns, plan.turnMs, plan.measureMs);
    return turns;
  } finally {
    await Promise.all(players.map(endPlayer));
  }
}

function startPlayer({ file, args, env }: Command): Player {
  const child = spawn(file, args, { cwd: BENCH_ROOT, env: { ...process.env, ...env, BENCH_TURNS: '1' } });
  const player = { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    player.stderr = (player.stderr + text).slice(-2000);
  });
  // A program that has ended is noticed by the end of its output.
  child.stdin.on('error', () => {});
  return player;
}

/** Turns until those of the first program add up to so many milliseconds, and at least `LEAST_TURNS`. */
async function playRounds(
  players: Player[],
  turns: (Turn[] | undefined)[],
  turnMs: number,
  totalMs: number,
): Promise<void> {
  const order = players.map((_, index) => index);
  for (let [played, rounds] = [0, 0]; played < totalMs || rounds < LEAST_TURNS; rounds++) {
    for (const index of order) {
      const [player, list] = [players[index], turns[index]];
      if (!player || !list) continue;
      const turn = await attempt(player, turnMs);
      if (turn) list.push(turn);
      else turns[index] = undefined;
      if (index === 0 && turn) played += turn.wallMs * turn.iterations;
    }
    order.reverse();
    if (!turns[0]) throw new Error('measure in lock-step: the first program ended, wanted its turns');
  }
}

async function attempt(player: Player, turnMs: number): Promise<Turn | undefined> {
  player.child.stdin.write(`${turnMs}\n`);
  const line = await player.lines.next();
  if (!line.done) return JSON.parse(line.value) as Turn;
  console.error(`  ${player.child.spawnargs.join(' ')} ended before its turn: ${player.stderr}`);
  return undefined;
}

async function endPlayer({ child }: Player): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  child.stdin.end();
  if (!isOver) await once(child, 'close');
}
