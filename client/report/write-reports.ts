// Istanbul's reporters, by name. The one door to istanbul-lib-report and istanbul-reports. Runs in the CLI process.

import istanbulReport, { type Watermarks } from 'istanbul-lib-report';
import istanbulReports from 'istanbul-reports';
import type { CoverageReport } from './coverage-report.js';
import { escapeXmlAttributes } from './escape-xml-attributes.js';
import type { Reporter } from './reporter-names.js';

export interface WriteOptions {
  /** Directory for the files; made when missing. */
  out: string;
  /** Paths in lcov, cobertura and clover are relative to it. Absolute. */
  projectRoot: string;
  /** Leave fully covered files out of tables. */
  skipFull?: boolean;
  watermarks?: Partial<Watermarks>;
}

/** Runs the reporters one after another. Errors of the file system are thrown as they are. */
export function writeReports(report: CoverageReport, reporters: readonly Reporter[], options: WriteOptions): void {
  const { out, projectRoot, skipFull = false, watermarks = {} } = options;
  const context = istanbulReport.createContext({
    dir: out,
    coverageMap: report.map,
    sourceFinder: report.sourceOf,
    // As nyc has it; with nested, cobertura puts packages into packages, which its format does not allow.
    defaultSummarizer: 'pkg',
    watermarks: { ...watermarks },
  });
  escapeXmlAttributes(context);
  for (const name of reporters) {
    // Both kinds of html call their first page index.html.
    const subdir = name === 'html-spa' && reporters.includes('html') ? name : '';
    istanbulReports.create(name, { projectRoot, skipFull, skipEmpty: false, subdir } as object).execute(context);
  }
}

/** Istanbul's limits between low, medium and high, in percent. */
export function defaultWatermarks(): Watermarks {
  return istanbulReport.getDefaultWatermarks();
}
