// What Istanbul counts. Runs in the CLI process.

/** In the order in which reports name them. */
export const METRICS = ['statements', 'branches', 'functions', 'lines'] as const;
export type Metric = (typeof METRICS)[number];

/** Percentages from 0 to 100 that a report has to reach. */
export type Thresholds = Partial<Record<Metric, number>>;
