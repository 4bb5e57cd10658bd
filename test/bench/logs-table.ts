import { flood, type LogsCase, many, rest, usual } from './logs-cases.ts';
import { keyPatience } from './logs-peers.ts';
import type { LogsRound } from './logs-round.ts';
import { together } from './measure-keys.ts';
import { percentile } from './percentile.ts';

export type LogsResult = {
  readonly who: string;
  readonly of: LogsCase;
  readonly rounds: readonly LogsRound[];
};

/** What was measured, one row a contestant and case. */
export function resultsTable(results: readonly LogsResult[]): string {
  return [
    '| | | keys | p50 ms | p99 ms | max ms | CPU, of a core | waited for a core | to the terminal KB/s | memory MB | lines/s that came | behind s | the stream’s CPU |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...results.map(resultRow),
  ].join('\n');
}

function resultRow({ who, of, rounds }: LogsResult): string {
  const times = together(rounds.map((round) => round.times));
  const keys = keysOf(rounds);
  const lost = times.lost === 0 ? '' : ` (${times.lost} lost)`;
  const streams = rounds.flatMap(({ stream }) => stream ?? []);
  const total = (of: (stream: (typeof streams)[number]) => number) =>
    streams.reduce((sum, stream) => sum + of(stream), 0);
  const seconds = total((stream) => stream.seconds);
  const load =
    streams.length === 0
      ? ['', '']
      : [
          Math.round(total(({ lines }) => lines) / seconds).toLocaleString('en'),
          percent(total(({ cpu }) => cpu) / seconds),
        ];
  const behind = rounds.flatMap((round) => round.behind ?? []);
  return `| ${[
    of.title,
    who,
    `${keys.length}${lost}`,
    ...[50, 99, 100].map((each) => percentile(keys, each).toFixed(1)),
    percent(times.cpu),
    percent(times.waited),
    (times.bytesPerSecond / 1_000).toFixed(0),
    times.resident.toFixed(0),
    load[0],
    behind.length === 0 ? '' : Math.max(...behind).toFixed(1),
    load[1],
  ].join(' | ')} |`;
}

/** A key that was lost took at least as long as it was waited for. */
function keysOf(rounds: readonly LogsRound[]): readonly number[] {
  return rounds.flatMap(({ times }) => [
    ...times.keys,
    ...Array.from({ length: times.lost }, () => keyPatience),
  ]);
}

/** Which goals are met. */
export function goalsTable(results: readonly LogsResult[], peers: readonly string[]): string {
  const own = results.filter(({ who }) => who === 'gonogo');
  const rows = [
    ...[rest, usual, flood, many].flatMap((one) =>
      ownGoals(
        one,
        own.find(({ of }) => of === one),
      ),
    ),
    ...peers.flatMap((who) => {
      const p99 = (name: string) => p99Of(results.find((each) => each.who === name && each.of === usual));
      const ratio = p99('gonogo') / p99(who);
      return goal(
        `p99, ${usual.title}: gonogo / ${who}`,
        who === 'mprocs' ? 0.1 : 0.25,
        ratio,
        ratio.toFixed(2),
      );
    }),
  ];
  return ['| goal | at most | is | |', '|---|---|---|---|', ...rows].join('\n');
}

function ownGoals(of: LogsCase, result: LogsResult | undefined): readonly string[] {
  if (result === undefined) return [];
  const p99 = p99Of(result);
  const { cpu } = together(result.rounds.map(({ times }) => times));
  const kept = result.rounds.flatMap((round) => round.kept ?? []);
  const missing = kept.reduce((sum, each) => sum + Math.abs(each.missing), 0);
  const wrong = kept.flatMap((each) => each.wrong).length;
  const notIntact = kept.filter(({ verdict }) => verdict !== 'intact').length;
  const lines = kept.reduce((sum, each) => sum + each.lines, 0);
  return [
    goal(`p99 ms, ${of.title}`, of.p99, p99, p99.toFixed(1)),
    ...(of.cpu === undefined ? [] : [goal(`CPU of a core, ${of.title}`, of.cpu, cpu, cpu.toFixed(2))]),
    ...(of.load === undefined
      ? []
      : [
          goal(
            `lines missing in the journal, of ${lines.toLocaleString('en')}, ${of.title}`,
            0,
            missing,
            `${missing}`,
          ),
          goal(`hosts whose lines are out of order, ${of.title}`, 0, wrong, `${wrong}`),
          goal(`runs that \`gonogo verify\` calls not intact, ${of.title}`, 0, notIntact, `${notIntact}`),
        ]),
  ];
}

function p99Of(result: LogsResult | undefined): number {
  return result === undefined ? Number.NaN : percentile(keysOf(result.rounds), 99);
}

function goal(what: string, atMost: number, is: number, shown: string): string {
  const verdict = Number.isNaN(is) ? 'not measured' : is <= atMost ? 'met' : 'missed';
  return `| ${what} | ${atMost} | ${Number.isNaN(is) ? '' : shown} | ${verdict} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
