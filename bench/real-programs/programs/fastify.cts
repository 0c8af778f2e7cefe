// fastify: hooks, schemas, errors and streams, over real HTTP.

import { Readable } from 'node:stream';
import fastify from 'fastify';

async function main(): Promise<void> {
  const app = fastify();
  app.addHook('onRequest', async (request) =>
    request.headers['x-fail'] ? Promise.reject(new Error('hook')) : undefined,
  );
  app.post(
    '/sum',
    {
      schema: {
        body: { type: 'object', required: ['a'], properties: { a: { type: 'array', items: { type: 'number' } } } },
      },
    },
    async ({ body }) => ({ sum: (body as { a: number[] }).a.reduce((x, y) => x + y, 0) }),
  );
  app.get('/stream', (_request, reply) => reply.type('text/plain').send(Readable.from(['a', 'b', 'c'])));
  app.get('/throw', async () => {
    throw Object.assign(new Error('teapot'), { statusCode: 418 });
  });
  app.register(
    async (child) => {
      child.get('/:id', async ({ params }) => params);
    },
    { prefix: '/items' },
  );
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const requests: [string, RequestInit?][] = [
    ['/sum', { ...json, body: '{"a":[1,2,3.5]}' }],
    ['/sum', { ...json, body: '{"a":"x"}' }],
    ['/sum', { ...json, body: '{' }],
    ['/stream'],
    ['/throw'],
    ['/items/a%20b'],
    ['/missing'],
    ['/stream', { headers: { 'x-fail': '1' } }],
  ];
  for (const [path, options] of requests) {
    const response = await fetch(address + path, options);
    console.log(path, response.status, response.headers.get('content-type'), await response.text());
  }
  await app.close();
}

void main();
