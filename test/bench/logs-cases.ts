import type { Load } from './logs-gonogo.ts';

export type LogsCase = {
  /** In `--only`. */
  readonly id: LogsPart;
  readonly title: string;
  readonly load: Load | undefined;
  /** Milliseconds from key to frame that 99 of 100 keys may take. */
  readonly p99: number;
  /** Share of a core that it may take. */
  readonly cpu?: number;
  /** Milliseconds between keys, where the load doesn't last for longer ones. */
  readonly gap?: readonly [number, number];
};

export const rest: LogsCase = { id: 'rest', title: 'at rest', load: undefined, p99: 10 };

export const usual: LogsCase = {
  id: '100k',
  title: '20 hosts, 100,000 lines/s',
  load: { hosts: 20, linesPerSecond: 100_000, mostSeconds: 60 },
  p99: 16,
  cpu: 0.4,
};

export const flood: LogsCase = {
  id: '1m',
  title: '20 hosts, 1,000,000 lines/s',
  load: { hosts: 20, linesPerSecond: 1_000_000, mostSeconds: 10 },
  p99: 60,
  gap: [5, 35],
};

export const many: LogsCase = {
  id: '200-hosts',
  title: '200 hosts, 89,000 lines/s',
  load: { hosts: 200, linesPerSecond: 89_000, mostSeconds: 60 },
  p99: 25,
};

/** Everything that `--only` may name, in the order in which it is measured. */
export const parts = ['rest', '100k', 'peers', '1m', '200-hosts', 'steps', 'memory'] as const;
export type LogsPart = (typeof parts)[number];
/** Without `--only`: memory over ten million lines takes its time. */
export const usualParts: readonly string[] = parts.filter((part) => part !== 'memory');
