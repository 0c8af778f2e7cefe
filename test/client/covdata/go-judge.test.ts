// covd's tools and Go's, on the files of both. Skipped where there is no Go.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { encodeCounterData } from '../../../daemon/files/counter-data-file.js';
import { encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import { SAMPLE_META } from '../../daemon/files/sample-meta-data.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../../temporary-directory.js';
import { covdTool, goTool, noGo, runCovdProgram, runGoProgram, type Tool } from './go-tool.js';

// One after the other: each starts several processes.
const judge = noGo ? test.skip : test.serial;
const title = (text: string) => (noGo ? `${text} (${noGo})` : text);
const root = sharedTemporaryDirectory();

/** Runs of a Go program, a program as covd's encoders write it, and runs of a JavaScript program under covd. */
const SETS: [name: string, directories: string[]][] = [
  ['one run of Go', ['go1']],
  ['two runs of Go', ['go1', 'go2']],
  ['one run of covd', ['covd1']],
  ['two runs of covd', ['covd1', 'covd2']],
  ['one process under covd', ['run1']],
  ['two processes under covd', ['run1', 'run2']],
  ['all', ['go1', 'covd1', 'go2', 'run1']],
];

const DUMPS: [verb: string, ...flags: string[]][] = [
  ['percent'],
  ['pkglist'],
  ['func'],
  ['debugdump'],
  ['debugdump', '-live'],
  ['debugdump', '-live', '-pkg=example.com/goprogram/shape'],
  ['percent', '-pkg=example.com/...'],
];

const COMBINATIONS: [verb: string, directories: string[], ...flags: string[]][] = [
  ['merge', ['go1', 'go2']],
  ['merge', ['covd1', 'covd2']],
  ['merge', ['run1', 'run2']],
  ['subtract', ['run1', 'run2']],
  ['intersect', ['run1', 'run2']],
  ['merge', ['go1', 'covd1', 'go2', 'covd2', 'run1'], '-pcombine'],
  ['merge', ['go1', 'go2'], '-pkg=example.com/goprogram/shape'],
  ['subtract', ['go1', 'go2']],
  ['subtract', ['covd1', 'covd2']],
  ['intersect', ['go1', 'go2']],
  ['intersect', ['covd1', 'covd2']],
];

test.before(async () => {
  writeCovdRun('covd1', 1, [3, 0]);
  writeCovdRun('covd2', 2, [0xffff_fff0, 7]);
  if (!noGo) await runGoProgram(root, { go1: ['circle', 'square', 'other'], go2: ['square'] });
  if (!noGo) await runCovdProgram(root, { run1: ['1'], run2: ['5'] });
});

const inRoot = (directories: string[]) => directories.map((name) => join(root, name));

for (const [name, directories] of SETS)
  for (const [verb, ...flags] of DUMPS)
    judge(title(`covd ${[verb, ...flags].join(' ')} prints what Go's tool prints of ${name}`), async (t) => {
      const [own, theirs] = await Promise.all(
        [covdTool, goTool].map((tool) => tool(verb, inRoot(directories), ...flags)),
      );
      t.deepEqual(own, theirs);
      t.is(own?.status, 0);
    });

for (const [name, directories] of SETS)
  judge(title(`covd textfmt writes what Go's tool writes of ${name}`), async (t) => {
    const [own, theirs] = await Promise.all([covdTool, goTool].map((tool) => textFormat(t, tool, inRoot(directories))));
    t.is(own, theirs);
  });

for (const [verb, directories, ...flags] of COMBINATIONS)
  judge(
    title(`covd ${[verb, ...flags].join(' ')} of ${directories} gives what Go's gives, whoever reads it`),
    async (t) => {
      const [own, theirs] = await Promise.all(
        [covdTool, goTool].map(async (tool) => {
          const output = temporaryDirectory(t);
          t.like(await tool(verb, inRoot(directories), ...flags, `-o=${output}`), { status: 0 });
          return output;
        }),
      );
      const read = (tool: Tool, output = '') => tool('debugdump', [output]);
      const wanted = await read(goTool, theirs);
      t.deepEqual(await read(goTool, own), wanted);
      t.deepEqual(await read(covdTool, own), wanted);
      t.deepEqual(await read(covdTool, theirs), wanted);
    },
  );

async function textFormat(t: ExecutionContext, tool: Tool, directories: string[]): Promise<string> {
  const file = join(temporaryDirectory(t), 'profile.txt');
  t.like(await tool('textfmt', directories, `-o=${file}`), { status: 0 });
  return readFileSync(file, 'utf8');
}

/** A pair of files as the daemon writes them; `counters` are those of the second function. */
function writeCovdRun(name: string, pid: number, counters: number[]): void {
  const directory = join(root, name);
  mkdirSync(directory);
  const { hash } = SAMPLE_META;
  writeFileSync(join(directory, `covmeta.${hash}`), Buffer.concat(encodeMetaData(SAMPLE_META)));
  const functions = [
    { package: 0, function: 0, counters: [1] },
    { package: 0, function: 1, counters },
  ];
  const args = { argc: '1', argv0: '/srv/app.js', GOOS: 'linux', GOARCH: 'amd64' };
  const bytes = Buffer.concat(encodeCounterData({ hash, args, functions }));
  writeFileSync(join(directory, `covcounters.${hash}.${pid}.170000000000000000${pid}`), bytes);
}
