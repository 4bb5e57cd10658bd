import type { Step } from '../../plan/plan.ts';
import type { RunState } from '../../run/state.ts';
import type { LogLine } from '../../session/log-book.ts';
import { withoutStyles } from '../../session/terminal-text.ts';
import type { LogReading } from '../view.ts';
import { lineTime } from './line-times.ts';

export type LogTextFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly reading: Pick<LogReading, 'times' | 'controls'>;
  /** Each line says whose it is. */
  readonly hosts: boolean;
};

/** Lines of a log as plain text, for a pager or somebody else: what the screen shows, without colours. */
export function logText(lines: readonly LogLine[], { state, step, reading, hosts }: LogTextFacts): string {
  return lines
    .map((line) => {
      const host = hosts ? `${line.target} ` : '';
      return `${lineTime(line, { state, step, times: reading.times })} ${host}${lineText(line, reading)}\n`;
    })
    .join('');
}

export function lineText({ text, revealed }: LogLine, { controls }: Pick<LogReading, 'controls'>): string {
  return withoutStyles(controls ? (revealed ?? text) : text);
}
