// `covd merge`, `subtract` and `intersect`: one pair of files for each program of the inputs. Runs in the CLI process.

import { mergeArgs } from './merged-args.js';
import { findPods } from './pods.js';
import { type CoverageInputs, type Program, readProgram, readPrograms } from './read-programs.js';
import { rewriteMetaData } from './rewrite-meta-data.js';
import { applySetOperation, type SetOperation } from './set-operation.js';
import { liveFunctions, type ProgramOutput, type WrittenPair, writePrograms } from './write-program.js';

/** Adds up the counter files of each program and writes one pair for it into `output`, which must exist; all or none. */
export async function mergePrograms(inputs: CoverageInputs, output: string): Promise<WrittenPair[]> {
  return writePrograms(output, mergedPrograms(inputs));
}

/**
 * The first directory's counts of each program, with a counter set to 0 where a later directory's is not (subtract) or
 * is (intersect). Programs are told apart by their tags; one that a later directory has no counters for is left as it is.
 * Pairs are written for all programs or for none.
 */
export async function combineDirectories(
  operation: SetOperation,
  inputs: CoverageInputs,
  output: string,
): Promise<WrittenPair[]> {
  return writePrograms(output, combinedDirectories(operation, inputs));
}

async function* mergedPrograms(inputs: CoverageInputs): AsyncGenerator<ProgramOutput> {
  for await (const program of readPrograms(inputs)) yield await outputOf(program, mergeArgs(program.args), inputs);
}

async function* combinedDirectories(operation: SetOperation, inputs: CoverageInputs): AsyncGenerator<ProgramOutput> {
  const pods = await findPods(inputs.directories);
  if (pods.length === 0) inputs.warn('no applicable files found in input directories');
  for (const pod of pods) {
    const first = pod.counterFiles.filter(({ directory }) => directory === 0);
    const program = await readProgram({ ...pod, counterFiles: first }, inputs.warn);
    await applySetOperation(operation, { ...program, pod }, inputs);
    yield await outputOf(program, {}, inputs);
  }
}

async function outputOf(
  program: Program,
  args: Record<string, string>,
  { filter }: CoverageInputs,
): Promise<ProgramOutput> {
  const { pod, meta, counts } = program;
  if (!filter) {
    const functions = liveFunctions(counts, meta.packages);
    return { tag: pod.tag, hash: meta.hash, meta: { copyOf: pod.metaPath }, args, functions };
  }
  const { hash, pieces, packages } = await rewriteMetaData(program, filter);
  return { tag: hash, hash, meta: pieces, args, functions: liveFunctions(counts, meta.packages, packages) };
}
