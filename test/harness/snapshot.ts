// A snapshot of a running process, decoded: what counts are where.

import type { CoverageClient } from '../../client/index.js';
import { decodeCounterData } from '../../daemon/files/counter-data-reader.js';
import { decodeMetaData } from '../../daemon/files/meta-data-file.js';
import type { EmitOptions } from '../../daemon/ipc/protocol.js';
import { MemoryWriter } from './memory-writer.js';

/** Counters of each live function, under `<package path> <function name>`; of functions of one name, the last one's. */
export type Snapshot = Map<string, readonly number[]>;

export type Emitter = Pick<CoverageClient, 'emitMetaDataToWriter' | 'emitCounterDataToWriter'>;

/** Meta-data come second: modules are only ever appended, so they cover what the counters have. */
export async function takeSnapshot(client: Emitter, options: EmitOptions = {}): Promise<Snapshot> {
  const counters = new MemoryWriter();
  await client.emitCounterDataToWriter(counters, options);
  const meta = new MemoryWriter();
  await client.emitMetaDataToWriter(meta);
  return decodeSnapshot(meta.bytes(), counters.bytes());
}

/** The content of a meta-data and a counter file that belong together. */
export function decodeSnapshot(meta: Uint8Array, counters: Uint8Array): Snapshot {
  const { packages } = decodeMetaData(meta, 'covmeta');
  const { functions } = decodeCounterData(counters, 'covcounters');
  return new Map(
    functions.map((live) => {
      const pkg = packages[live.package];
      return [`${pkg?.path} ${pkg?.functions[live.function]?.name}`, [...live.counters]];
    }),
  );
}

/** The counters of the function whose key ends in `name`; none if it is not live. */
export function countsOf(snapshot: Snapshot, name: string): readonly number[] {
  return [...snapshot].find(([key]) => key.endsWith(` ${name}`))?.[1] ?? [];
}
