// The html reports in a real browser: they have to draw, without a script error, what the counts say. Skipped where no
// Chromium is installed (Debian: apt-get install chromium).

import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { buildReport } from '../../../client/report/coverage-report.js';
import { buildDiff } from '../../../client/report/diff/build-diff.js';
import { formatDiffPage } from '../../../client/report/diff/diff-page.js';
import { writeReports } from '../../../client/report/write-reports.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { measureProgram, type ProgramRun, writeSources } from './measure-program.js';
import { drainQueue, fillQueue, SOURCES } from './programs.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(isThere);

/** Skipped with the reason in its title. */
function testInChromium(title: string, run: (t: ExecutionContext) => Promise<void>): void {
  if (CHROMIUM) test.serial(title, run);
  else test.skip(`${title} (no Chromium in /usr/bin)`, run);
}

testInChromium('html in Chromium shows source, counts and syntax colors', async (t) => {
  const { root, packages } = await measure(t, fillQueue);
  const out = temporaryDirectory(t);
  writeReports(await buildReport(packages, []), ['html'], { out, projectRoot: root });
  const page = await render(t, join(out, 'queue.js.html'));
  t.is(page.match(/class="cline-any cline-no"/g)?.length, 2);
  t.regex(page, /<span class="kwd">class<\/span>/, 'the highlighter has run');
});

testInChromium('html-spa in Chromium builds its table of files from the data', async (t) => {
  const { root, packages } = await measure(t, fillQueue);
  const out = temporaryDirectory(t);
  writeReports(await buildReport(packages, []), ['html-spa'], { out, projectRoot: root });
  const page = await render(t, join(out, 'index.html'));
  t.regex(page, /<table.*sizes\.js.*<\/table>/s);
});

testInChromium('diff page in Chromium opens the files that differ and paints their lines', async (t) => {
  const a = await measure(t, fillQueue);
  const b = measureProgram({ root: a.root, sources: SOURCES, drive: drainQueue });
  const diff = await buildDiff({ name: 'prod', packages: a.packages }, { name: 'tests', packages: b }, []);
  const page = formatDiffPage(diff, { root: a.root });
  const probe = `<script>
    const color = (side) => getComputedStyle(document.querySelector('pre .' + side)).backgroundColor;
    document.title = [...new Set(['onlyA', 'onlyB', 'both', 'neither'].map(color))].length + ' colors, '
      + [...document.querySelectorAll('details[open] pre span')].filter((line) => line.offsetHeight > 10).length + ' lines';
  </script>`;
  const path = join(await writeSources(t, { 'page.html': page.replace('</body>', `${probe}</body>`) }), 'page.html');
  t.regex(await render(t, path), /<title>4 colors, 42 lines<\/title>/);
});

async function measure(t: ExecutionContext, drive: ProgramRun['drive']) {
  const root = await writeSources(t, SOURCES);
  return { root, packages: measureProgram({ root, sources: SOURCES, drive }) };
}

/** The document after its scripts have run; fails the test on a script error. */
async function render(t: ExecutionContext, path: string): Promise<string> {
  const profile = temporaryDirectory(t);
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-sync',
    ...quiet,
    `--user-data-dir=${profile}`,
  ];
  const log = ['--enable-logging=stderr', '--virtual-time-budget=5000', '--dump-dom', pathToFileURL(path).href];
  const { stdout, stderr } = await execa(CHROMIUM ?? '', [...args, ...log], { timeout: 60_000 });
  t.notRegex(stderr, /CONSOLE.*Uncaught/, 'no script error');
  return stdout;
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    // Any reason not to see it is a reason to skip.
    return false;
  }
}
