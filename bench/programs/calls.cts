// Workload: the kernel calls.

import { calls } from './kernels/calls.cjs';
import { measure } from './measure.cjs';

void measure(calls);
