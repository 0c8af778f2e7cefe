// Kernel: many small functions and closures that call each other; the hardest case for any probe.

interface Point {
  x: number;
  y: number;
}

/** Makes about 5 million small calls. */
export function calls(): string {
  const steps = [scale(3), shift(7), clamp(0, 1000), compose(shift(-2), scale(2)), clamp(1, 900)];
  let point: Point = { x: 1, y: 2 };
  for (let round = 0; round < 100_000; round++) {
    for (const step of steps) point = step(point);
    point = isEven(round) ? swap(point) : nudge(point, round);
  }
  return `${point.x} ${point.y} ${fibonacci(24)}`;
}

type Step = (point: Point) => Point;

function scale(factor: number): Step {
  return (point) => createPoint(wrap(point.x * factor), wrap(point.y * factor));
}

function shift(by: number): Step {
  return (point) => createPoint(wrap(point.x + by), wrap(point.y - by));
}

function clamp(low: number, high: number): Step {
  return ({ x, y }) => createPoint(between(x, low, high), between(y, low, high));
}

function compose(first: Step, second: Step): Step {
  return (point) => second(first(point));
}

function createPoint(x: number, y: number): Point {
  return { x, y };
}

function wrap(value: number): number {
  return value < 0 ? value + 1009 : value > 1009 ? value % 1009 : value;
}

function between(value: number, low: number, high: number): number {
  if (value < low) return low;
  if (value > high) return high;
  return value;
}

function isEven(value: number): boolean {
  return value % 2 === 0;
}

function swap({ x, y }: Point): Point {
  return createPoint(y, x);
}

function nudge({ x, y }: Point, by: number): Point {
  return createPoint(wrap(x + (by & 7)), y);
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
