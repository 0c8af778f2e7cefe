// Files that a verb writes beside or instead of stdout. Runs in the CLI process.

import { open } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** Takes the whole content, chunk by chunk, and closes the file. */
export type WriteFile = (chunks: Iterable<string>) => Promise<void>;

/** Creates the file before any work is done, as Go's tool does; UsageError if that fails. */
export async function createOutputFile(path: string): Promise<WriteFile> {
  const file = await open(path, 'w').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
    throw new UsageError(`unable to open output file ${JSON.stringify(path)}: open ${path}: ${reason}`);
  });
  return async (chunks) => {
    try {
      for (const chunk of chunks) await file.write(chunk);
    } finally {
      await file.close();
    }
  };
}
