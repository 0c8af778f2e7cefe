// Has the daemon write the last files when the process ends. Runs in the main thread.

import { CoverageError } from '../coverage-error.js';
import type { MeasuredThread } from '../thread/measured-thread.js';
import { warn } from '../thread/warn.js';
import { atProcessEnd } from './at-process-end.js';

/** The longest that the end of the program is held up. */
const FINAL_FLUSH_MS = 5000;

/** Once the program's own 'exit' listeners have run, waits for the daemon's last write to COVD_DIR, if there is one. */
export function flushAtProcessEnd(thread: MeasuredThread): void {
  atProcessEnd(() => {
    if (thread.options.dir === undefined || !thread.isConnected || !thread.hasCounters) return;
    try {
      thread.requestSync('flush', { final: true }, FINAL_FLUSH_MS);
    } catch (error) {
      // What the daemon could not write it has said itself, and its own end was reported when it came.
      if (!(error instanceof CoverageError) || error.code !== 'ERR_DEADLINE') return;
      warn(`write coverage data to ${thread.options.dir}: ${error.message}`);
    }
  });
}
