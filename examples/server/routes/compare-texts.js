// How far two texts are from each other.

import { HttpError } from '../http/http-error.js';
import { readJson } from '../http/read-json.js';
import { logAnalysis } from './analysis-log.js';

export async function compareTexts({ request, pool }) {
  const { a, b } = await readJson(request);
  if (typeof a !== 'string' || typeof b !== 'string') throw new HttpError(400, 'a or b is missing');
  const distance = await pool.run({ a, b }, { name: 'measureDistance' });
  logAnalysis('compare', a.length + b.length);
  return { distance, similarity: 1 - distance / Math.max(a.length, b.length, 1) };
}
