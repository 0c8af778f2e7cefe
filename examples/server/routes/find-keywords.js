// The most frequent words of a text.

import { HttpError } from '../http/http-error.js';
import { readJson } from '../http/read-json.js';
import { logAnalysis } from './analysis-log.js';

export async function findKeywords({ request, pool }) {
  const { text, count = 5 } = await readJson(request);
  if (typeof text !== 'string') throw new HttpError(400, 'text is missing');
  const keywords = await pool.run({ text, count }, { name: 'extractKeywords' });
  logAnalysis('keywords', text.length);
  return { keywords };
}
