// Data on stdout. Runs in the CLI process.

/** Writes the chunks in order, at the reader's pace; a reader that has gone away (`| head`) ends it without an error. */
export async function printChunks(chunks: Iterable<string> | AsyncIterable<string>): Promise<void> {
  let isGone = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isGone = true;
  };
  process.stdout.on('error', onError);
  for await (const chunk of chunks) {
    if (chunk === '') continue;
    await new Promise<void>((resolve) => process.stdout.write(chunk, () => resolve()));
    if (isGone) return;
  }
  process.stdout.off('error', onError);
}

/** One JSON value, indented. */
export async function printJson(value: unknown): Promise<void> {
  await printChunks([`${JSON.stringify(value, null, 2)}\n`]);
}
