// Options that may be given several times, as commander's argument parsers. Runs in the CLI process.

/** Each time a value. */
export function collectValue(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** Each time one or more values, separated by commas. */
export function collectValues(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',')];
}
