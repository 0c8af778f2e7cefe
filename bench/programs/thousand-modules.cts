// Workload: a program of a thousand modules starts, that is mathjs, and does a little with them.

import { all, create } from 'mathjs';
import { report } from './measure.cjs';

const math = create(all ?? {});
const check = math.evaluate('det([2, 1; 1, 3]) * (12.7 cm to inch)')?.toString() ?? '';
report({ check, loadedMs: performance.now() });
