// A small program of covd's as a meta-data file describes it, extension included.

import type { MetaData, ModuleExtension } from '../../../daemon/files/coverage-data.js';
import { packSkeleton } from '../../../instrument/store/skeleton-codec.js';

export const SAMPLE_MODULE: ModuleExtension = {
  file: '/srv/app/math.js',
  sourceHash: '0123456789abcdef0123456789abcdef',
  skeleton: packSkeleton({
    statementMap: [range(1, 0, 3, 1), range(2, 2, 2, 20)],
    fnMap: [{ name: 'abs', decl: range(1, 9, 1, 12), loc: range(1, 16, 3, 1), line: 1 }],
    branchMap: [
      {
        loc: range(2, 9, 2, 19),
        type: 'if',
        locations: [
          range(2, 9, 2, 19),
          { start: { line: undefined, column: undefined }, end: { line: undefined, column: undefined } },
        ],
        line: 2,
      },
    ],
    s: [[0], [1, 2]],
    f: [[1]],
    b: [[[1], [2]]],
  }),
  functionHashes: ['00112233445566aa', 'ffeeddccbbaa9988'],
};

export const SAMPLE_META: MetaData = {
  hash: 'feedfacefeedfacefeedfacefeedface',
  mode: 'atomic',
  granularity: 'perblock',
  packages: [
    {
      name: 'math.js',
      path: 'app/math.js',
      modulePath: 'app',
      functions: [
        { name: '<module>', file: 'app/math.js', literal: false, units: [[1, 1, 4, 1, 1]] },
        {
          name: 'abs',
          file: 'app/math.js',
          literal: false,
          units: [
            [1, 17, 2, 21, 1],
            [2, 21, 3, 2, 1],
          ],
        },
      ],
    },
  ],
  extension: { granularity: 'perstmt', modules: [SAMPLE_MODULE] },
};

function range(startLine: number, startColumn: number, endLine: number, endColumn: number) {
  return { start: { line: startLine, column: startColumn }, end: { line: endLine, column: endColumn } };
}
