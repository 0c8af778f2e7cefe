// What the tools say of a counter file with counts that no tool reads. Runs in the CLI process and its workers.

/** The warning for a file of more than one segment; Go's tools lose the others without a word. */
export function segmentWarning(path: string, segments: number): string {
  return `${path}: ${segments} segments, of which only the first is read`;
}
