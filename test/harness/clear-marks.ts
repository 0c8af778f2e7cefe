// Two functions on either side of a clear.

/** Called before the counters are cleared. */
export function preClear(): number {
  return 42;
}

/** Called after the counters have been cleared. */
export function postClear(): number {
  return 42;
}
