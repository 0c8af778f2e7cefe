// Tells when no other thread of the process can have counted anything, so that the daemon need not read its words: at
// rest, reading 800,000 of them out of cold memory is most of what the daemon costs. Daemon thread only.
//
// The system counts how often threads of a process are taken off a processor (Linux; getrusage's nvcsw and nivcsw). The
// daemon's own sleep between two looks is one such switch. If there was no other, no thread has run and stopped. One that
// still runs has used processor time: all of it since the last look if it ran then already, and no more than the process
// has used since if it began later.
//
//   look         settle                       look
//    |--- tick ----|------- asleep -------------|     1 switch, the daemon's own; < MAX_USED_MS since `settle`
//                                         |=====|     a thread that has just begun to run: the next look sees it

/** Processor time, waking up included, that leaves the process still; the system's accounts are exact to a few ms. */
const MAX_USED_MS = 5;

/** What the system and the event loop say at one moment; all only grow. */
export interface ActivitySample {
  /** How often any thread of the process was taken off a processor. */
  switches: number;
  /** Processor time of all threads of the process, in milliseconds. */
  usedMs: number;
  /** Time that this thread's event loop has waited for events, and time by the clock, in milliseconds. */
  idleMs: number;
  clockMs: number;
}

/** Undefined where the system does not count switches. */
export type TakeSample = () => ActivitySample | undefined;

/** Compares two moments of the process. */
export class StillnessWatch {
  readonly #take: TakeSample;
  #looked: ActivitySample | undefined;
  #settled: ActivitySample | undefined;

  constructor(take: TakeSample = takeSample) {
    this.#take = take;
  }

  /**
   * True only if no other thread has run since the last look, but for one that began within the last MAX_USED_MS (and
   * what the system's accounts lag behind, 10 ms at most) and still runs. False whenever that is not certain.
   */
  look(): boolean {
    const now = this.#take();
    const isStill = now !== undefined && this.#isStill(now);
    this.#looked = now;
    return isStill;
  }

  /** What this thread has done since `look` is its own; it must not have waited for events in between. */
  settle(): void {
    this.#settled = this.#take();
  }

  #isStill(now: ActivitySample): boolean {
    if (this.#looked === undefined || this.#settled === undefined) return false;
    const { usedMs, idleMs, clockMs } = this.#settled;
    // Most of the time asleep, so one of the switches was this thread's. None at all: the system counts none.
    const hasSlept = (now.idleMs - idleMs) * 2 > now.clockMs - clockMs;
    return hasSlept && now.switches - this.#looked.switches === 1 && now.usedMs - usedMs < MAX_USED_MS;
  }
}

function takeSample(): ActivitySample | undefined {
  if (process.platform !== 'linux') return undefined;
  const usage = process.resourceUsage();
  return {
    switches: usage.voluntaryContextSwitches + usage.involuntaryContextSwitches,
    usedMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
    idleMs: performance.eventLoopUtilization().idle,
    clockMs: performance.now(),
  };
}
