// Finds the route of a request and turns its result, or its failure, into a response.

import { compareTexts } from '../routes/compare-texts.js';
import { exportLog } from '../routes/export-log.js';
import { findKeywords } from '../routes/find-keywords.js';
import { showHealth } from '../routes/show-health.js';
import { HttpError } from './http-error.js';

const ROUTES = {
  'GET /health': showHealth,
  'GET /export': exportLog,
  'POST /keywords': findKeywords,
  'POST /compare': compareTexts,
};

export async function handleRequest(request, response, pool) {
  const url = new URL(request.url, 'http://localhost');
  try {
    const route = ROUTES[`${request.method} ${url.pathname}`];
    if (!route) throw new HttpError(404, `no route ${request.method} ${url.pathname}`);
    send(response, 200, await route({ request, url, pool }));
  } catch (error) {
    sendError(response, error);
  }
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function sendError(response, error) {
  const status = error instanceof HttpError ? error.status : 500;
  if (status === 500) console.error(error);
  send(response, status, { error: status === 500 ? 'internal error' : error.message });
}
