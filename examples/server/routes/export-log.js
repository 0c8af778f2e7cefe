// The log as CSV lines with a running checksum over them. It works on the main thread, and while it does, nobody else is
// served: the kind of mistake that one finds in production.

import { listAnalyses } from './analysis-log.js';

export function exportLog({ url }) {
  const copies = Number(url.searchParams.get('copies') ?? 1);
  let rows = 0;
  let checksum = 1;
  for (let copy = 0; copy < copies; copy++) {
    for (const entry of listAnalyses()) {
      checksum = addToChecksum(checksum, formatRow(entry));
      rows++;
    }
  }
  return { rows, checksum };
}

function formatRow({ at, kind, characters }) {
  return `${at},${kind},${characters}\n`;
}

/** Adler-32. */
function addToChecksum(checksum, row) {
  let low = checksum & 0xffff;
  let high = checksum >>> 16;
  for (let i = 0; i < row.length; i++) {
    low = (low + row.charCodeAt(i)) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}
