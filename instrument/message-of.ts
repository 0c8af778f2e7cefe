// The one way to turn whatever was thrown into text. Runs in any thread and process.

/** What an error has to say, for a line of text; anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
