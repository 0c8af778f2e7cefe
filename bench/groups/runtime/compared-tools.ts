// The tools that the groups runtime and starts compare. Runs in the benchmark's own process.

import {
  c8,
  covdAtomic,
  covdPerfunc,
  covdPerstmt,
  covdSet,
  nyc,
  oxc,
  plain,
  plainAgain,
  type Tool,
} from '../../harness/tool.js';

const TOOLS = [plain, plainAgain, covdAtomic, covdSet, covdPerfunc, covdPerstmt, c8, nyc, oxc];
const QUICK_TOOLS = [plain, plainAgain, covdAtomic, covdSet, c8, nyc];

/** In the order of the columns; fewer for a quick run. */
export function comparedTools(quick: boolean): Tool[] {
  return quick ? QUICK_TOOLS : TOOLS;
}
