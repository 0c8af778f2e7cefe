// A small text service: node:http in front, a pool of worker threads behind. `PORT=8080 node server.js`

import { createServer } from 'node:http';
import { handleRequest } from './http/handle-request.js';
import { createTextPool } from './text-pool.js';

const pool = createTextPool();
const server = createServer((request, response) => handleRequest(request, response, pool));

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`text-service listens on http://127.0.0.1:${server.address().port} (pid ${process.pid})`);
});

process.once('SIGTERM', async () => {
  server.closeAllConnections();
  server.close();
  await pool.destroy();
});
