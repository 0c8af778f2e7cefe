// The limits between low, medium and high coverage, as `--watermarks` gives them. Runs in the CLI process.

import type { Watermarks } from 'istanbul-lib-report';
import { METRICS, type Metric } from './metrics.js';

/** Percentages; below the first is low, from the second on is high. */
export type SomeWatermarks = Partial<Watermarks>;

/** `[METRIC=]LOW,HIGH`, for all metrics or one; undefined for anything else. */
export function parseWatermarks(text: string): SomeWatermarks | undefined {
  const match = /^(?:([a-z]+)=)?(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(text);
  if (!match) return undefined;
  const [, name, low, high] = match;
  const limits: [number, number] = [Number(low), Number(high)];
  if (limits[0] > limits[1] || limits[1] > 100) return undefined;
  if (name === undefined) return Object.fromEntries(METRICS.map((metric) => [metric, limits]));
  return (METRICS as readonly string[]).includes(name) ? { [name as Metric]: limits } : undefined;
}
