// Calls the parser, and takes the tree either out of JSON text or, several times as fast, out of the parser's memory.
// oxc-parser can do the latter itself, but not on Node 20, where it asks for a view of 6 GiB when a short one tells it
// as much (20.20 was seen to allocate that many). Runs wherever sources are instrumented.

import { createRequire } from 'node:module';
import { type ParseResult, type ParserOptions, parseSync } from 'oxc-parser';
import { getBufferOffset, parseRawSync, rawTransferSupported } from 'oxc-parser/src-js/bindings';

/**
 * From so many UTF-16 code units on, of all sources together, trees are read from memory: the reader takes some 20 ms to
 * load, which JSON text of fewer does not cost.
 */
const READER_PAYS_LENGTH = 100_000;

export class TreeParser {
  // Not bundled: reader and layout must be of the same release as the parser's binary.
  readonly #require = createRequire(import.meta.url);
  #length = 0;
  /** False on 32-bit and big-endian processors, and once a limit has refused the address space. */
  #readsMemory = rawTransferSupported();
  /** Weakly, so that the next full garbage collection frees it; within one job of the event loop it stays. */
  #block: WeakRef<Block> | undefined;

  /** As oxc-parser's `parseSync`; `options.astType` must be `js`. */
  parse(file: string, source: string, options: ParserOptions & { astType: 'js' }): ParseResult {
    this.#length += source.length;
    if (this.#readsMemory && this.#length >= READER_PAYS_LENGTH) {
      try {
        return this.#parseInMemory(file, source, options);
      } catch {
        // It reserves gigabytes of address space, which a limit may refuse; the other way needs none.
        this.#readsMemory = false;
      }
    }
    return parseSync(file, source, options);
  }

  #parseInMemory(file: string, source: string, options: ParserOptions): ParseResult {
    const { ACTIVE_SIZE } = this.#require('oxc-parser/src-js/generated/constants') as BlockLayout;
    const { deserialize } = this.#require('oxc-parser/src-js/generated/deserialize/js') as BlockReader;
    const block = this.#block?.deref() ?? this.#reserve();
    // No code unit takes more than three bytes of UTF-8.
    const start = ACTIVE_SIZE - source.length * 3;
    const { written } = new TextEncoder().encodeInto(source, block.subarray(start, ACTIVE_SIZE));
    parseRawSync(file, block.whole, start, written, options);
    const result = deserialize(block, source, start, written);
    const { hashbang } = result.program;
    if (hashbang) result.comments.unshift({ ...hashbang, type: 'Line' });
    return result;
  }

  /** The parser wants its block at a multiple of BLOCK_ALIGN. The system gives memory only to what is written. */
  #reserve(): Block {
    const { BLOCK_SIZE, BLOCK_ALIGN, BUFFER_SIZE } = this.#require(
      'oxc-parser/src-js/generated/constants',
    ) as BlockLayout;
    const memory = new ArrayBuffer(BLOCK_SIZE + BLOCK_ALIGN);
    const offset = getBufferOffset(new Uint8Array(memory, 0, 1));
    const block = Object.assign(new Uint8Array(memory, offset, BUFFER_SIZE), {
      int32: new Int32Array(memory, offset, BUFFER_SIZE / 4),
      float64: new Float64Array(memory, offset, BUFFER_SIZE / 8),
      whole: new Uint8Array(memory, offset, BLOCK_SIZE),
    });
    this.#block = new WeakRef(block);
    return block;
  }
}

/** What the parser writes to, with the views that the reader expects as properties. */
interface Block extends Uint8Array<ArrayBuffer> {
  int32: Int32Array;
  float64: Float64Array;
  /** With the parser's own data at the end. */
  whole: Uint8Array;
}

/** In bytes. */
interface BlockLayout {
  BLOCK_SIZE: number;
  BLOCK_ALIGN: number;
  /** Of the block without the parser's own data. */
  BUFFER_SIZE: number;
  /** Where the source ends that is to be parsed. */
  ACTIVE_SIZE: number;
}

interface BlockReader {
  deserialize(block: Block, source: string, start: number, length: number): ParseResult;
}
