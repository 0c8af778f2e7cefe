// Workload of bench/reliability: calls `tick` about once a millisecond and keeps the number of calls so far, as eight
// digits, in the file TICKS. Prints "ready" after the first one; never ends by itself.

import { openSync, writeSync } from 'node:fs';

const fd = openSync(process.env.TICKS ?? '', 'w');
let calls = 0;

function tick(): void {
  calls++;
}

setInterval(() => {
  tick();
  writeSync(fd, String(calls).padStart(8), 0);
  if (calls === 1) console.log('ready');
}, 1);
