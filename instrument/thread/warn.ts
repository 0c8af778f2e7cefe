// The one way in which the preload speaks: a line on the standard error of the measured program. Runs in any thread.

import { writeSync } from 'node:fs';

/** Writes `covd: <message>`. process.stderr is left alone: making it costs start-up time and can change how it behaves. */
export function warn(message: string): void {
  try {
    writeSync(2, `covd: ${message}\n`);
  } catch {
    // Standard error is closed or full: a warning is not worth more.
  }
}
