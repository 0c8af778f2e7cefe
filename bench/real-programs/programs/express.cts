// express: routers, middleware, body parsing, errors and files, over real HTTP.

import type { AddressInfo } from 'node:net';
import express from 'express';

const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.post('/echo', (request, response) => void response.json(request.body));
app.get('/:kind/:id', (request, response, next) =>
  request.params.id === '0' ? next() : void response.send(request.params),
);
app.get('/:kind/0', () => {
  throw new TypeError('zero');
});
app.use('/static', express.static(__dirname));
app.use(
  ((error: Error & { status?: number }, _request, response, _next) =>
    void response.status(error.status ?? 500).send(error.message)) as express.ErrorRequestHandler,
);

const server = app.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const requests: [string, RequestInit?][] = [
    ['/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":[1]}' }],
    [
      '/echo',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a[b]=1&a[c][]=2' },
    ],
    ['/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a"' }],
    ['/x/7'],
    ['/x/0'],
    ['/nothing'],
    ['/static/acorn.mjs'],
    ['/x/7', { method: 'HEAD' }],
  ];
  for (const [path, options] of requests) {
    const response = await fetch(url + path, options);
    console.log(path, response.status, response.headers.get('etag'), await response.text());
  }
  server.close();
});
