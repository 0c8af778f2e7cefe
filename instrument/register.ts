// The preload: `node --require covd/register app.js`. Runs before the first line of every measured thread, the main
// thread and each worker; bundled into one CommonJS file (scripts/bundle.mjs). It must cost next to nothing where
// nothing is measured, and never throw into the program.

import { dirname } from 'node:path';
import { messageOf } from './message-of.js';
import { installPreload } from './preload/install-preload.js';
import { warn } from './thread/warn.js';

try {
  installPreload({ preload: __filename, distDirectory: dirname(__dirname) });
  // The program finds in require.cache what it has required itself.
  delete require.cache[__filename];
} catch (error) {
  warn(`measure this thread: ${messageOf(error)}`);
}
