// The questions of the live group, each asked of a program started for it. Runs in the benchmark's own process.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CoverageClient, connectTo } from '../../harness/covd-client.js';
import { covdAtomic, istanbul, plain, type Tool, v8 } from '../../harness/tool.js';
import {
  get,
  type Latency,
  type LiveProgram,
  type LiveSize,
  measureLatency,
  takeV8Coverage,
  withLiveProgram,
} from './live-program.js';

/** Latencies by question; a question that got no answer is left out. */
export type Answers = Partial<Record<Question, Latency>>;
export type Question =
  | 'first'
  | 'soon to a directory'
  | 'soon over the socket'
  | 'to a directory'
  | 'over the socket'
  | 'with clear'
  | 'clear'
  | 'coverage';

export interface AskOptions extends LiveSize {
  node: string;
  /** The main thread runs the program's functions for ever meanwhile. */
  busy: boolean;
  times: number;
}

type Ask = () => Promise<number>;

/**
 * Asks covd for snapshots to a directory, over the socket and with clear, and to clear alone. All but the first ones come
 * when the program and the daemon thread have been optimised, as in a server that has been up for a minute.
 */
export function askCovd(options: AskOptions): Promise<Answers> {
  return withLiveProgram(covdAtomic, options, async (program) => {
    const client = await connectTo(program.pid);
    if (options.busy) await get(program, 'spin');
    const ask = (times: number, question: Ask) => measureLatency(program, { ...options, times }, question);
    const questions = covdQuestions(client, program);
    const answers: Answers = {
      // The daemon reads the maps of the modules then, unless it has done so in its spare time since the start.
      first: await ask(1, questions['over the socket']),
      'soon to a directory': await ask(options.times, questions['to a directory']),
      'soon over the socket': await ask(options.times, questions['over the socket']),
    };
    for (const [name, question] of Object.entries(questions)) {
      answers[name as keyof typeof questions] = await ask(options.times, question);
    }
    await client.close();
    return answers;
  });
}

function covdQuestions(client: CoverageClient, program: LiveProgram) {
  const directory = join(program.scratch, 'emitted');
  mkdirSync(directory);
  return {
    'to a directory': async () => {
      const files = await client.emitCounterDataToDir(directory);
      return files.at(-1)?.bytes ?? 0;
    },
    'over the socket': () => emitOverSocket(client, {}),
    'with clear': () => emitOverSocket(client, { clear: true }),
    clear: async () => {
      await client.clearCoverageCounters();
      return 0;
    },
  } satisfies Partial<Record<Question, Ask>>;
}

/** Asks V8: every thread takes its coverage and writes it as JSON. */
export function askV8(options: AskOptions): Promise<Answers> {
  return askOverHttp(v8, options, takeV8Coverage);
}

/** Asks for `__coverage__` of all threads, as JSON over HTTP. */
export function askIstanbul(options: AskOptions): Promise<Answers> {
  return askOverHttp(istanbul, options, (program) => get(program, 'istanbul'));
}

/** Asks the plain program for nothing, over HTTP: what such a question costs by itself. */
export function askPlain(options: AskOptions): Promise<Answers> {
  return askOverHttp(plain, options, (program) => get(program, 'usage'));
}

function askOverHttp(
  tool: Tool,
  options: AskOptions,
  ask: (program: LiveProgram) => Promise<number>,
): Promise<Answers> {
  return withLiveProgram(tool, options, async (program) => {
    if (options.busy) {
      await get(program, 'spin');
      // Nobody is there to answer: the question ends by its deadline.
      return ask(program).then(
        () => ({}),
        () => ({}),
      );
    }
    return { coverage: await measureLatency(program, options, () => ask(program)) };
  });
}

/** Emits in `windows` windows in turn, clearing each; the latency of one such emit over the socket. */
export function askInWindows(windows: number, options: AskOptions): Promise<Answers> {
  return withLiveProgram(covdAtomic, options, async (program) => {
    const client = await connectTo(program.pid);
    for (let index = 0; index < windows; index++) await client.openWindow(`window ${index}`);
    let asked = 0;
    const latency = await measureLatency(program, options, () =>
      emitOverSocket(client, { clear: true, window: `window ${asked++ % windows}` }),
    );
    await client.close();
    return { 'over the socket': latency };
  });
}

async function emitOverSocket(client: CoverageClient, options: { clear?: boolean; window?: string }): Promise<number> {
  let bytes = 0;
  const write = (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
  };
  await client.emitCounterDataToWriter({ write }, options);
  return bytes;
}
