// Data on stdout. Runs in the CLI process.

import { CoverageError } from '../../instrument/coverage-error.js';

/**
 * Writes the chunks in order, at the reader's pace; a reader that has gone away (`| head`) ends it without an error.
 * Rejects with EIO for any other failure.
 */
export async function printChunks(chunks: Iterable<string> | AsyncIterable<string>): Promise<void> {
  // Each write hears of its own failure; the stream's event comes besides and would end the process if nobody listened.
  process.stdout.once('error', () => {});
  for await (const chunk of chunks) {
    const failure = chunk === '' ? undefined : await writeChunk(chunk);
    if (failure?.code === 'EPIPE') return;
    if (failure) throw new CoverageError('EIO', `writing standard output: ${failure.message}`, { cause: failure });
  }
}

/** One JSON value, indented. */
export async function printJson(value: unknown): Promise<void> {
  await printChunks([`${JSON.stringify(value, null, 2)}\n`]);
}

function writeChunk(chunk: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    try {
      process.stdout.write(chunk, (error) => resolve(error ?? undefined));
    } catch (error) {
      // Node 20 writes to files synchronously and throws.
      resolve(error as NodeJS.ErrnoException);
    }
  });
}
