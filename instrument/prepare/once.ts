// A value that is made when it is first asked for. Any thread.

/** `make`, called at the first call only; later calls give the same value. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
