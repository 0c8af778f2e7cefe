// Lock-step: programs that are alive at once and work in turns of a fraction of a second, so that whatever slows the machine
// for longer than that slows all of them alike. They warm up by as many turns each, several at once, as nobody looks at
// the clock then. Runs in the benchmark's own process.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
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

/** Of each program that is measured, however long they take. */
const LEAST_TURNS = 5;

interface Player {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
  stderr: string;
  /** All others are compared with it. */
  isBase: boolean;
  /** What was measured; undefined once the program has failed. */
  turns: Turn[] | undefined;
}

/**
 * Starts programs that call `measure` and has them take turns, every other round in reverse order. `turns[command][turn]` is
 * what was measured; undefined for a program that failed, which is reported on stderr. Rejects if the first one fails.
 */
export async function inLockStep(
  commands: Command[],
  { turnMs, warmMs, measureMs }: TurnPlan,
): Promise<(Turn[] | undefined)[]> {
  const players = commands.map(startPlayer);
  try {
    await warmUp(players, turnMs, warmMs);
    for (const player of players) player.turns?.splice(0);
    await playRounds(players, turnMs, measureMs);
    return players.map(({ turns }) => turns);
  } finally {
    await Promise.all(players.map(endPlayer));
  }
}

function startPlayer({ file, args, env }: Command, index: number): Player {
  const child = spawn(file, args, { cwd: BENCH_ROOT, env: { ...process.env, ...env, BENCH_TURNS: '1' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const player: Player = { child, lines, stderr: '', isBase: index === 0, turns: [] };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    player.stderr = (player.stderr + text).slice(-2000);
  });
  // A program that has ended is noticed by the end of its output.
  child.stdin.on('error', () => {});
  return player;
}

/** The first program plays until its turns add up to so many milliseconds, the others after it as many turns. */
async function warmUp(players: Player[], turnMs: number, totalMs: number): Promise<void> {
  const [first, ...others] = players;
  if (!first) return;
  let wanted = 0;
  for (let played = 0; played < totalMs; wanted++) played += await playTurn(first, turnMs);
  const waiting = others.values();
  // All of them take the next program from one iterator, whenever they have done with one.
  const warmNext = async () => {
    for (const player of waiting) {
      for (let turn = 0; turn < wanted; turn++) await playTurn(player, turnMs);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, warmNext));
}

/** Turns until those of the first program add up to so many milliseconds, and at least `LEAST_TURNS`. */
async function playRounds(players: Player[], turnMs: number, totalMs: number): Promise<void> {
  const order = [...players];
  for (let [played, rounds] = [0, 0]; played < totalMs || rounds < LEAST_TURNS; rounds++) {
    for (const player of order) {
      const milliseconds = await playTurn(player, turnMs);
      if (player === players[0]) played += milliseconds;
    }
    order.reverse();
  }
}

/** Resolves to the milliseconds of the turn, 0 for a program that has failed. Rejects if the program ends that all are compared with. */
async function playTurn(player: Player, turnMs: number): Promise<number> {
  if (!player.turns) return 0;
  player.child.stdin.write(`${turnMs}\n`);
  const line = await player.lines.next();
  if (line.done) return fail(player);
  const turn = JSON.parse(line.value) as Turn;
  player.turns.push(turn);
  return turn.wallMs * turn.iterations;
}

function fail(player: Player): number {
  const command = player.child.spawnargs.join(' ');
  if (player.isBase) throw new Error(`measure in lock-step: ${command} ended, wanted its turns: ${player.stderr}`);
  console.error(`  ${command} ended before its turn: ${player.stderr}`);
  player.turns = undefined;
  return 0;
}

async function endPlayer({ child }: Player): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  child.stdin.end();
  if (!isOver) await once(child, 'close');
}
