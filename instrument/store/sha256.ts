// SHA-256 without the 3 to 9 ms that loading node:crypto costs a program that measures nothing. Runs wherever modules
// are named.

/** 64 lower-case hex digits over the texts (UTF-8), one after another. */
export function sha256Hex(...texts: string[]): string {
  // An import would be loaded with the preload; this is loaded when the first file is to be measured.
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}
