// `node bench/dist/reliability/main.js [SECONDS [KILLS]]`: the figures of docs/reliability.md that take too long for a test,
// after `npm run build`, `npm ci --prefix bench` and `tsc -p bench/tsconfig.json`. SECONDS of garbage, default 60; programs
// killed, default 200.

import { measureConservation } from './conservation.js';
import { measureGarbage } from './garbage.js';
import { measureKills } from './kills.js';
import { measureWindowMemory } from './window-memory.js';

const [seconds = 60, kills = 200] = process.argv.slice(2).map(Number);
console.log(await measureWindowMemory());
console.log(await measureConservation());
console.log(await measureGarbage(seconds));
console.log(await measureKills(kills));
