// Line numbers as people write them. Runs in the CLI process.

/**
 * 1-based line numbers, ascending, as "3, 7-9". A range ends where `otherLines` has a line; lines
 * without code do not end it.
 */
export function formatLines(lines: readonly number[], otherLines: readonly number[] = []): string {
  const others = [...otherLines].sort((a, b) => a - b);
  const ranges: [first: number, last: number][] = [];
  let next = 0;
  for (const line of lines) {
    const range = ranges.at(-1);
    const hadNext = next;
    while ((others[next] ?? Number.POSITIVE_INFINITY) < line) next++;
    if (range && next === hadNext) range[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}
