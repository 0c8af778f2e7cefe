// How much memory the most windows cost that may be open at once. Runs in the benchmark's own process.

import { get, withLiveProgram } from '../groups/live/live-program.js';
import { connectTo } from '../harness/covd-client.js';
import { covdAtomic } from '../harness/tool.js';
import { residentMiB } from './resident-memory.js';

const WINDOWS = 64;
const COUNTERS = 200_000;

/** Opens the windows at one moment, then clears each at counts of its own; resolves to a sentence. Linux only. */
export function measureWindowMemory(): Promise<string> {
  const program = { counters: COUNTERS, threads: 4, node: process.execPath, busy: false };
  return withLiveProgram(covdAtomic, program, async (started) => {
    const client = await connectTo(started.pid);
    const names = Array.from({ length: WINDOWS }, (_, index) => `window ${index}`);
    const clearEach = async () => {
      for (const window of names) {
        await get(started, 'run');
        await client.clearCoverageCounters({ window });
      }
    };
    // What a program's first minute leaves behind is not the windows': every step has been taken once before.
    await client.openWindow('first');
    for (let turn = 0; turn < WINDOWS; turn++) {
      await get(started, 'run');
      await client.clearCoverageCounters({ window: 'first' });
    }
    await client.closeWindow('first');
    const before = residentMiB(started.pid);
    for (const name of names) await client.openWindow(name);
    const opened = residentMiB(started.pid);
    await clearEach();
    const cleared = residentMiB(started.pid);
    await clearEach();
    const again = residentMiB(started.pid);
    await client.close();
    return [
      `${WINDOWS} windows over ${COUNTERS} counters: resident ${before} MiB before`,
      `${opened} when they were opened at one moment`,
      `${cleared} when each was cleared at counts of its own, ${again} when each was cleared once more`,
    ].join(', ');
  });
}
