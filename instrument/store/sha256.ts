// SHA-256 without the 3 to 9 ms that loading node:crypto costs a program that measures nothing. Runs wherever modules
// are named.

/** 64 lower-case hex digits over the texts (UTF-8), one after another. */
export function sha256Hex(...texts: string[]): string {
  // An import would be loaded with the preload; this is loaded when the first file is to be measured.
  return process.getBuiltinModule('node:crypto').hash('sha256', texts.join(''));
}
