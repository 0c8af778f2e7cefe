// Wrong usage of the command line that commander cannot see by itself; ends the command with exit status 2.

/** Arguments that contradict each other or name nothing; the message says what was found and what was wanted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
