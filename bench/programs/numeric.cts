// Workload: the kernel numeric.

import { numeric } from './kernels/numeric.cjs';
import { measure } from './measure.cjs';

void measure(numeric);
