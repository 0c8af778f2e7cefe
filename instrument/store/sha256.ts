// SHA-256 without the 3 to 9 ms that loading node:crypto costs a program that measures nothing. Runs wherever modules
// are named.

import { once } from '../prepare/once.js';

// An import would be loaded with the preload; this is loaded when the first file is to be measured. Kept, for asking
// Node for it takes as long as hashing a module (12 µs, Node 20.20), and the program may replace functions of crypto.
const loadHash = once(() => process.getBuiltinModule('node:crypto').hash);

/** 64 lower-case hex digits over the texts (UTF-8), one after another. */
export function sha256Hex(...texts: string[]): string {
  return loadHash()('sha256', texts.join(''));
}
