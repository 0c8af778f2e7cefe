// What the daemon does for each method of the protocol. Daemon thread. A handler runs to its end before the next one
// starts, whoever asked: that is what "served one after another" rests on.

import type { Coverage } from '../coverage.js';
import type { CounterFileSnapshot } from '../emit/counter-file.js';
import { emitToDirectory } from '../emit/emit-to-directory.js';
import type { EmitOptions, Method, Methods, ProcessStatus } from '../ipc/protocol.js';
import type { CoverageWindow } from '../windows/coverage-window.js';

export type RequestHandlers = { [M in Method]: (params: Methods[M]['params']) => HandlerResult<M> };
/** A result whose pieces stay as they are until `release`, where there is one, is called. It is no part of the answer. */
export type HandlerResult<M extends Method> = Methods[M]['result'] & { release?: () => void };

/** The rest of the daemon, as far as handlers need it. */
export interface DaemonParts {
  coverage: Coverage;
  /** Unix nanoseconds, never the same twice. */
  nanotime: () => bigint;
  /** The part of the status that the coverage does not know. */
  describeProcess: () => Pick<ProcessStatus, 'pid' | 'startedAt' | 'threads' | 'unmeasured'>;
  flush: (final: boolean) => Methods['flush']['result'];
  /** Called after the default window was cleared: what stands in COVD_DIR now counts hits that are elsewhere too. */
  onMainCleared: () => void;
}

export function createRequestHandlers(parts: DaemonParts): RequestHandlers {
  const { coverage } = parts;
  return {
    emitMetaDataToDir: ({ dir }) => {
      coverage.update();
      return { files: emitToDirectory(dir, { action: 'emit meta-data', meta: coverage.metaFile() }) };
    },
    emitMetaDataToWriter: () => {
      coverage.update();
      return { pieces: coverage.metaFile().pieces };
    },
    emitCounterDataToDir: ({ dir, ...options }) =>
      emitCounters(parts, options, ({ pieces, release }) => {
        const counters = { pid: process.pid, nanotime: parts.nanotime, pieces };
        try {
          return {
            files: emitToDirectory(dir, { action: 'emit counter data', meta: coverage.metaFile(), counters }),
          };
        } finally {
          release();
        }
      }),
    emitCounterDataToWriter: (options) => emitCounters(parts, options, (snapshot) => snapshot),
    clearCoverageCounters: ({ to, window: name }) => {
      const window = coverage.windows.use(name);
      coverage.requireClear('clear counters');
      coverage.update();
      clear(parts, window, to);
      return {};
    },
    openWindow: ({ name, leaseMs }) => {
      coverage.requireClear('open window');
      coverage.update();
      coverage.clear(coverage.windows.open(name, leaseMs));
      return {};
    },
    closeWindow: ({ name }) => {
      coverage.windows.close(name);
      return {};
    },
    status: () => describe(parts),
    flush: ({ final }) => parts.flush(final ?? false),
  };
}

/** Snapshot, delivery, clear: the clear comes last, so a delivery that fails has cleared nothing. */
function emitCounters<T>(parts: DaemonParts, options: EmitOptions, deliver: (snapshot: CounterFileSnapshot) => T): T {
  const { coverage } = parts;
  const window = coverage.windows.use(options.window);
  if (options.clear) coverage.requireClear('emit counter data and clear');
  coverage.update();
  const result = deliver(coverage.takeSnapshot(window, { label: options.label }));
  if (options.clear) clear(parts, window);
  return result;
}

function clear({ coverage, onMainCleared }: DaemonParts, window: CoverageWindow, to?: 'zero' | 'load'): void {
  coverage.clear(window, to);
  if (window === coverage.windows.main) onMainCleared();
}

function describe({ coverage, describeProcess }: DaemonParts): ProcessStatus {
  coverage.update();
  const { options, argv, registry, windows } = coverage;
  let counters = 0;
  let modules = 0;
  for (const totals of registry.allTotals()) {
    counters += totals.counters.length;
    modules++;
  }
  return {
    ...describeProcess(),
    argv: [...argv],
    mode: options.mode,
    granularity: options.granularity,
    modules,
    counters,
    dir: options.dir,
    windows: windows.status(),
  };
}
