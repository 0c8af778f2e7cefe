// Workload: a fastify server with a JSON route, a route with parameters and validation, and one that renders text.
// GET /usage answers the process's processor time. Prints its port and pid; GET /stop ends the process in the orderly way, so that every tool can write its data.

import fastify from 'fastify';

const app = fastify();

interface Item {
  id: number;
  title: string;
  price: number;
}

const items: Item[] = Array.from({ length: 50 }, (_, id) => ({ id, title: `Item ${id}`, price: id * 1.25 }));

const itemSchema = {
  type: 'object',
  properties: { id: { type: 'integer' }, title: { type: 'string' }, price: { type: 'number' } },
} as const;

app.get('/items', { schema: { response: { 200: { type: 'array', items: itemSchema } } } }, async () =>
  items.filter(({ price }) => price > 10),
);

app.get<{ Params: { id: number } }>(
  '/items/:id',
  { schema: { params: { type: 'object', properties: { id: { type: 'integer' } } } } },
  async ({ params }, reply) => items[params.id] ?? reply.code(404).send({ message: `no item ${params.id}` }),
);

app.get<{ Querystring: { q?: string } }>('/search', async ({ query }) => {
  const words = (query.q ?? '').toLowerCase().split(/\s+/);
  return items.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word))).map(({ id }) => id);
});

app.get('/usage', async () => process.cpuUsage());

app.get('/stop', (_request, reply) => {
  reply.send('stopping');
  app.close();
});

app
  .listen({ port: 0, host: '127.0.0.1' })
  .then((address) => console.log(`listening ${new URL(address).port} ${process.pid}`));
