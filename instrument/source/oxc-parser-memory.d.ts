// The parts of oxc-parser below its own entry that hand over a tree in memory: its package exports them, untyped.

declare module 'oxc-parser/src-js/bindings' {
  /** Whether the processor lays out memory as the readers of trees expect. */
  export function rawTransferSupported(): boolean;

  /** How many bytes behind the start of `memory` the next address lies that the parser's block may start at. */
  export function getBufferOffset(memory: Uint8Array): number;

  /** Parses the `length` bytes of UTF-8 at `start` of the block, and writes the tree into the block. */
  export function parseRawSync(
    file: string,
    block: Uint8Array,
    start: number,
    length: number,
    options: import('oxc-parser').ParserOptions,
  ): void;
}
