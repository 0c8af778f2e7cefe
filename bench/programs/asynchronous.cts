// Workload: the kernel asynchronous.

import { asynchronous } from './kernels/asynchronous.cjs';
import { measure } from './measure.cjs';

void measure(asynchronous);
