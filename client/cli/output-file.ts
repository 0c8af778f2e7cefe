// Files that a verb writes beside or instead of stdout. Runs in the CLI process.

import { type FileHandle, open, rm } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/**
 * Opens the file before any work is done, as Go's tool does (UsageError if that fails), and gives it the chunks that `work`
 * comes to. What stands there is replaced only then: where the work fails, it stays, and a file that was not there is gone.
 */
export async function writeOutputFile(path: string, work: () => Promise<Iterable<string>>): Promise<void> {
  const { file, isNew } = await openOutput(path);
  try {
    const chunks = await work();
    if ((await file.stat()).isFile()) await file.truncate();
    for (const chunk of chunks) await file.appendFile(chunk);
  } catch (error) {
    if (isNew) await rm(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** For appending, which leaves alone what stands there, and pipes and devices take it too. */
async function openOutput(path: string): Promise<{ file: FileHandle; isNew: boolean }> {
  try {
    return { file: await open(path, 'ax'), isNew: true };
  } catch {
    return { file: await open(path, 'a').catch((error) => refuse(path, error)), isNew: false };
  }
}

function refuse(path: string, { code, message }: NodeJS.ErrnoException): never {
  const reason = code === 'ENOENT' ? 'no such file or directory' : message;
  throw new UsageError(`unable to open output file ${JSON.stringify(path)}: open ${path}: ${reason}`);
}
