// How busy the pool is.

export function showHealth({ pool }) {
  return { ok: true, threads: pool.threads.length, waiting: pool.queueSize };
}
