// Unix time in nanoseconds, as it stands in the names of counter files. Daemon thread and CLI process.

/**
 * A clock that never gives one number twice, so that two files of one process never get one name. Its resolution is
 * the system's (microseconds in Node 20 to 26); between two ticks it counts on.
 */
export function createNanosecondClock(): () => bigint {
  let last = 0n;
  return () => {
    const now = BigInt(Math.floor((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
    last = now > last ? now : last + 1n;
    return last;
  };
}
