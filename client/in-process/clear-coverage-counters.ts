// Clearing, for the program itself. Runs in the user's threads.

import type { ClearOptions } from '../../daemon/ipc/protocol.js';
import { requestDaemon, requestDaemonSync } from './daemon-request.js';

/**
 * Makes every later snapshot count from here. No counter is written: the daemon remembers where they stand.
 * `to: 'load'` returns to the counts right after each module's top level ran; `window` clears a named window.
 *
 * Rejects with CoverageError: ERR_NOT_COVERED, ERR_CLEAR_UNSUPPORTED in modes set and count (the text names the mode
 * and says to use atomic), ERR_NO_WINDOW, ERR_DAEMON_GONE.
 */
export async function clearCoverageCounters(options: ClearOptions = {}): Promise<void> {
  await requestDaemon('clearCoverageCounters', { ...options }, 'clearCoverageCounters');
}

/** As `clearCoverageCounters`, but blocks the calling thread until it is done; ERR_DEADLINE after 30 seconds. */
export function clearCoverageCountersSync(options: ClearOptions = {}): void {
  requestDaemonSync('clearCoverageCounters', { ...options }, 'clearCoverageCountersSync');
}
