// A program for tests of the flush, without threads or counters, and what it leaves in its directory.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CounterFileSnapshot } from '../../../daemon/emit/counter-file.js';
import { DirectoryFlush, type FlushSource } from '../../../daemon/emit/directory-flush.js';
import type { FileSystem } from '../../../daemon/emit/file-system.js';
import type { MetaFile } from '../../../daemon/emit/meta-file.js';
import { parseCoverageFileName } from '../../../daemon/files/coverage-file-name.js';
import { encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import { hashOf } from '../map-double.js';

/** A program whose meta-data and counters are texts that say how far it has come. */
export class SourceDouble implements FlushSource {
  modules = 1;
  version = 1;
  /** Added to each counter file. */
  padding = '';
  /** Counter files that were asked for and not released. */
  unreleased = 0;

  moduleCount(): number {
    return this.modules;
  }

  mark(): string {
    return `${this.modules} ${this.version}`;
  }

  hash(): string {
    return hashOf(`program of ${this.modules}`);
  }

  meta(tag = this.hash()): MetaFile {
    const pieces = encodeMetaData({
      hash: tag,
      mode: 'atomic',
      granularity: 'perblock',
      packages: [],
      extension: undefined,
    });
    return { hash: tag, pieces: [...pieces, Buffer.from(` modules ${this.modules}`)] };
  }

  counters(): CounterFileSnapshot {
    this.unreleased++;
    const pieces = [Buffer.from(`modules ${this.modules} version ${this.version}${this.padding}`)];
    return { pieces, release: () => void this.unreleased-- };
  }
}

/** A flush into `dir` by process 7, whose clock counts from 1. */
export function flushOf(dir: string, source: FlushSource, fs?: FileSystem): DirectoryFlush {
  let nanotime = 0n;
  return new DirectoryFlush(dir, source, { pid: 7, nanotime: () => ++nanotime, ...(fs && { fs }) });
}

/** What a reader makes of the directory: for each counter file its text, behind the number of modules of its meta-data. */
export function readPairs(dir: string): string[] {
  const names = readdirSync(dir).filter((name) => !name.startsWith('tmp.'));
  const counters = names.filter((name) => name.startsWith('covcounters.'));
  return counters.map((name) => {
    const tag = parseCoverageFileName(name)?.tag ?? '';
    const meta = readFileSync(join(dir, `covmeta.${tag}`), 'utf8');
    return `${/modules \d+$/.exec(meta)?.[0]} | ${readFileSync(join(dir, name), 'utf8')}`;
  });
}
