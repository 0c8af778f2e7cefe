// The programs that report tests measure.

import type { ProgramRun } from './measure-program.js';

const QUEUE = `'use strict';
class Queue {
  constructor(limit = 3) {
    this.items = [];
    this.limit = limit;
  }

  put(item) {
    if (this.items.length >= this.limit) {
      return false;
    }
    this.items.push(item);
    return true;
  }

  take() {
    return this.items.length > 0 ? this.items.shift() : undefined;
  }

  drain(visit = () => {}) {
    for (const item of this.items) visit(item);
    this.items.length = 0;
  }
}

exports.fill = (count) => {
  const queue = new Queue();
  for (let i = 0; i < count; i++) queue.put(i) || exports.full(i);
  return queue.take();
};
exports.full = (item) => 'full at ' + item;
exports.drain = () => new Queue().drain();
`;

const SIZES = `exports.size = (bytes) => {
  switch (true) {
    case bytes < 1024:
      return bytes + ' B';
    case bytes < 1048576:
      return (bytes >> 10) + ' KiB';
    default:
      return (bytes >> 20) + ' MiB & <more>';
  }
};
`;

/** Two files; `src/queue.js` partly covered, `src/sizes.js` too. */
export const SOURCES = { 'src/queue.js': QUEUE, 'src/sizes.js': SIZES };

/** Puts five items into a queue for three and asks for one size. */
export const fillQueue: ProgramRun['drive'] = (load) => {
  load('src/queue.js').fill?.(5);
  load('src/sizes.js').size?.(2048);
};

/** Covers what `fillQueue` does not touch, and the small size. */
export const drainQueue: ProgramRun['drive'] = (load) => {
  load('src/queue.js').drain?.();
  load('src/sizes.js').size?.(20);
};
