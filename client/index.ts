// The public door of the package `covd`: re-exports only.

export type {
  ClearOptions,
  EmitOptions,
  ProcessStatus,
  WindowStatus,
  WrittenFile,
} from '../daemon/ipc/protocol.js';
export { CoverageError, type CoverageErrorCode, type CoverageErrorOptions } from '../instrument/coverage-error.js';
export type { CoverageMode, Granularity } from '../instrument/coverage-options.js';
export { type ConnectOptions, connect } from './connect/connect.js';
export type { CoverageClient } from './connect/coverage-client.js';
export { type FoundProcess, findProcesses } from './discovery/find-processes.js';
export { clearCoverageCounters, clearCoverageCountersSync } from './in-process/clear-coverage-counters.js';
export {
  emitCounterDataToDir,
  emitCounterDataToDirSync,
  emitCounterDataToWriter,
} from './in-process/emit-counter-data.js';
export { emitMetaDataToDir, emitMetaDataToDirSync, emitMetaDataToWriter } from './in-process/emit-meta-data.js';
export type { ChunkWriter, CoverageWriter } from './writer/coverage-writer.js';
