// Workload: the kernel text.

import { text } from './kernels/text.cjs';
import { measure } from './measure.cjs';

void measure(text);
