// Every reporter's output, read by somebody else's parser, and compared with what nyc's instrumenter gives.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execaNode } from 'execa';
import istanbulCoverage, { type CoverageMapData } from 'istanbul-lib-coverage';
import parseLcov from 'lcov-parse';
import { SaxesParser } from 'saxes';
import { buildReport, type CoverageReport } from '../../../client/report/coverage-report.js';
import type { Reporter } from '../../../client/report/reporter-names.js';
import { writeReports } from '../../../client/report/write-reports.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { measureProgram, measureWithIstanbul, writeSources } from './measure-program.js';
import { fillQueue, SOURCES } from './programs.js';

const FILES: Partial<Record<Reporter, string>> = {
  json: 'coverage-final.json',
  'json-summary': 'coverage-summary.json',
  lcovonly: 'lcov.info',
  cobertura: 'cobertura-coverage.xml',
  clover: 'clover.xml',
};

for (const [name, file] of Object.entries(FILES)) {
  test(`writeReports writes the ${name} that nyc's counts give`, async (t) => {
    const { root, report } = await reportQueue(t);
    const plain = reportOf(measureWithIstanbul({ root, sources: SOURCES, drive: fillQueue }));
    t.is(
      await writeOne(t, name as Reporter, report, root, file),
      await writeOne(t, name as Reporter, plain, root, file),
    );
  });
}

test('writeReports: istanbul-lib-coverage loads the json as nyc report does', async (t) => {
  const { root, report } = await reportQueue(t);
  const text = await writeOne(t, 'json', report, root, 'coverage-final.json');
  const map = istanbulCoverage.createCoverageMap(JSON.parse(text) as CoverageMapData);
  map.merge(map.toJSON());
  t.deepEqual(map.files().sort(), [join(root, 'src/queue.js'), join(root, 'src/sizes.js')]);
  t.deepEqual(map.getCoverageSummary().toJSON(), report.map.getCoverageSummary().toJSON());
});

test('writeReports: lcov-parse finds in lcov.info the lines, functions and branches of the report', async (t) => {
  const { root, report } = await reportQueue(t);
  const text = await writeOne(t, 'lcovonly', report, root, 'lcov.info');
  const files = await new Promise<parseLcov.LcovFile[]>((resolve, reject) => {
    parseLcov(text, (error, data) => (data ? resolve(data) : reject(new Error(String(error)))));
  });
  const totals = files.map(({ file, lines, functions, branches }) => {
    return [file, lines.hit, lines.found, functions.hit, functions.found, branches.hit, branches.found];
  });
  t.deepEqual(totals, [
    ['src/queue.js', 13, 15, 5, 8, 6, 8],
    ['src/sizes.js', 3, 5, 1, 1, 1, 3],
  ]);
});

for (const name of ['cobertura', 'clover'] as const) {
  test(`writeReports: ${name} is well-formed xml under a path with reserved characters`, async (t) => {
    const path = `R&D "new"/<src>/a.js`;
    const packages = measureProgram({ root: '/app', sources: { [path]: 'exports.f = () => 1;\n' }, drive: () => {} });
    const text = await writeOne(t, name, await buildReport(packages, []), '/app', FILES[name]);
    const values = readXml(text).flatMap(({ attributes }) => Object.values(attributes));
    t.true(values.some((value) => value.endsWith(path)));
  });
}

test('writeReports: cobertura counts what the report counts', async (t) => {
  const { root, report } = await reportQueue(t);
  const elements = readXml(await writeOne(t, 'cobertura', report, root, FILES.cobertura));
  const [coverage] = elements;
  t.is(coverage?.attributes['lines-covered'], '16');
  t.is(coverage?.attributes['branches-valid'], '11');
  t.is(elements.filter(({ name }) => name === 'class').length, 2);
});

test('writeReports: cobertura has no package within a package', async (t) => {
  const sources = { 'a.js': '1;', 'b/c.js': '2;', 'b/d/e.js': '3;' };
  const report = await buildReport(measureProgram({ root: '/app', sources, drive: () => {} }), []);
  const text = await writeOne(t, 'cobertura', report, '/app', FILES.cobertura);
  t.deepEqual(
    [...text.matchAll(/<(\/?)packages?\b/g)].map(([, close]) => close),
    ['', '', '/', '', '/', '', '/', '/'],
  );
});

test('writeReports: html shows the source with its counts', async (t) => {
  const { root, report } = await reportQueue(t);
  const page = await writeOne(t, 'html', report, root, 'queue.js.html');
  t.regex(page, /<span class="cline-any cline-yes">5x<\/span>/);
  t.regex(page, /title="statement not covered" > {4}this\.items\.length = 0;/);
});

test('writeReports: html says of a changed file that it changed, and shows none of its text', async (t) => {
  const root = await writeSources(t, { ...SOURCES, 'src/queue.js': 'changed();\n' });
  const report = await buildReport(measureProgram({ root, sources: SOURCES, drive: fillQueue }), []);
  const page = await writeOne(t, 'html', report, root, 'queue.js.html');
  t.regex(page, /queue\.js has changed since it was measured: its text is not shown/);
  t.notRegex(page, /changed\(\)/);
  t.regex(page, /cline-yes/);
});

test('writeReports keeps the first pages of html and html-spa apart', async (t) => {
  const { root, report } = await reportQueue(t);
  const out = temporaryDirectory(t);
  writeReports(report, ['html-spa', 'html'], { out, projectRoot: root });
  t.regex(await readFile(join(out, 'index.html'), 'utf8'), /coverage-summary/);
  t.regex(await readFile(join(out, 'html-spa/index.html'), 'utf8'), /bundle\.js/);
});

test('writeReports leaves fully covered files out of the text table with skipFull', async (t) => {
  const script = `
    import { buildReport } from '${new URL('../../../client/report/coverage-report.js', import.meta.url)}';
    import { writeReports } from '${new URL('../../../client/report/write-reports.js', import.meta.url)}';
    import { measureProgram } from '${new URL('./measure-program.js', import.meta.url)}';
    const sources = { 'a.js': 'exports.f = () => 1;', 'b.js': 'exports.g = 1;' };
    const report = await buildReport(measureProgram({ root: '/app', sources, drive: () => {} }), []);
    writeReports(report, ['text'], { out: '.', projectRoot: '/app', skipFull: true });`;
  const { stdout } = await execaNode('--input-type=module', { nodeOptions: ['--eval', script] });
  t.regex(stdout, /a\.js/);
  t.notRegex(stdout, /b\.js/);
});

async function reportQueue(t: ExecutionContext): Promise<{ root: string; report: CoverageReport }> {
  const root = await writeSources(t, SOURCES);
  const report = await buildReport(measureProgram({ root, sources: SOURCES, drive: fillQueue }), []);
  return { root, report };
}

function reportOf(data: CoverageMapData): CoverageReport {
  const map = istanbulCoverage.createCoverageMap(data);
  const sourceOf = () => '';
  return { map, sourceOf, nameOf: (_, { name }) => name, notes: [], withoutBranches: new Set() };
}

/** The file's text, with what changes from run to run taken out. */
async function writeOne(t: ExecutionContext, name: Reporter, report: CoverageReport, root: string, file = '') {
  const out = temporaryDirectory(t);
  writeReports(report, [name], { out, projectRoot: root });
  const paths = await readdir(out, { recursive: true });
  const path = paths.find((candidate) => candidate.endsWith(file)) ?? file;
  const text = await readFile(join(out, path), 'utf8');
  return text.replace(/(timestamp|generated)="\d+"/g, '').replace(/,"(?:_coverageSchema|hash)":"[0-9a-f]+"/g, '');
}

/** All elements of a well-formed document; throws for any other. */
function readXml(text: string): { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements.push({ name, attributes });
  });
  parser.write(text).close();
  return elements;
}
