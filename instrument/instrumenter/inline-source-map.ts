// Tells sources that end with a source map of their own. Runs in the instrumenter thread.

/** The comment that ends such a source, with the newline before it; group 1 is the map in base64. */
export const INLINE_SOURCE_MAP: RegExp =
  /\n\/\/[#@] ?sourceMappingURL=data:application\/json[^,\n]*;base64,([A-Za-z0-9+/=]+)\s*$/;

/** True for a source that ends with a source map of its own. */
export function carriesSourceMap(source: string): boolean {
  return source.includes('sourceMappingURL=data:') && INLINE_SOURCE_MAP.test(source);
}
