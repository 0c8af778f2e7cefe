// Kernel: floating-point loops over small objects (planets under gravity) and a matrix-free product (spectral norm).

interface Body {
  x: number;
  y: number;
  z: number;
  vx: number;
  vy: number;
  vz: number;
  mass: number;
}

/** Simulates 20,000 steps of five bodies and one spectral norm of order 100. */
export function numeric(): string {
  const bodies = [1, 2, 3, 4, 5].map(createBody);
  for (let step = 0; step < 20_000; step++) advance(bodies, 0.001);
  return `${energy(bodies).toFixed(9)} ${spectralNorm(100).toFixed(9)}`;
}

function createBody(seed: number): Body {
  return { x: seed, y: seed * 0.5 - 1, z: 2 - seed, vx: 0.1 * seed, vy: -0.2, vz: 0.05 * seed, mass: 1 / seed };
}

function advance(bodies: Body[], dt: number): void {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i] as Body;
    for (let j = i + 1; j < bodies.length; j++) attract(a, bodies[j] as Body, dt);
  }
  for (const body of bodies) {
    body.x += dt * body.vx;
    body.y += dt * body.vy;
    body.z += dt * body.vz;
  }
}

function attract(a: Body, b: Body, dt: number): void {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const dz = a.z - b.z;
  const squared = dx * dx + dy * dy + dz * dz + 0.01;
  const magnitude = dt / (squared * Math.sqrt(squared));
  a.vx -= dx * b.mass * magnitude;
  a.vy -= dy * b.mass * magnitude;
  a.vz -= dz * b.mass * magnitude;
  b.vx += dx * a.mass * magnitude;
  b.vy += dy * a.mass * magnitude;
  b.vz += dz * a.mass * magnitude;
}

function energy(bodies: Body[]): number {
  let sum = 0;
  for (const { vx, vy, vz, mass } of bodies) sum += 0.5 * mass * (vx * vx + vy * vy + vz * vz);
  return sum;
}

function spectralNorm(order: number): number {
  let u = new Float64Array(order).fill(1);
  let v = new Float64Array(order);
  for (let round = 0; round < 10; round++) {
    v = product(product(u, false), true);
    u = product(product(v, false), true);
  }
  let uv = 0;
  let vv = 0;
  for (let i = 0; i < order; i++) {
    uv += (u[i] as number) * (v[i] as number);
    vv += (v[i] as number) ** 2;
  }
  return Math.sqrt(uv / vv);
}

function product(vector: Float64Array<ArrayBuffer>, transposed: boolean): Float64Array<ArrayBuffer> {
  const result = new Float64Array(vector.length);
  for (let i = 0; i < vector.length; i++) {
    let sum = 0;
    for (let j = 0; j < vector.length; j++) {
      sum += (transposed ? element(j, i) : element(i, j)) * (vector[j] as number);
    }
    result[i] = sum;
  }
  return result;
}

function element(i: number, j: number): number {
  return 1 / (((i + j) * (i + j + 1)) / 2 + i + 1);
}
