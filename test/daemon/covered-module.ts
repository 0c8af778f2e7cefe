// Modules made up for tests of snapshots.

import { encodeModuleMeta } from '../../daemon/emit/module-meta.js';
import type { CoveredModule } from '../../daemon/totals/module-registry.js';
import { ModuleTotals } from '../../daemon/totals/module-totals.js';
import { planUnits } from '../../daemon/totals/unit-plan.js';
import { decodeModuleMap, encodeModuleMap } from '../../instrument/store/module-map-codec.js';
import { mapOf } from './map-double.js';

/** A module with nothing counted; `functions[f][u]` are the counters that unit u of function f is the sum of. */
export function coveredModule(index: number, functions: number[][][]): CoveredModule {
  const map = mapOf(`m${index}.js`, [1]);
  const plan = planUnits(functions.map((units) => ({ units: units.map((counters) => ({ counters })) })));
  const counters = 1 + Math.max(-1, ...functions.flat(2));
  const meta = encodeModuleMeta(decodeModuleMap(encodeModuleMap(map), 'test'), map.packagePath);
  return { index, totals: new ModuleTotals(counters), plan, meta };
}
