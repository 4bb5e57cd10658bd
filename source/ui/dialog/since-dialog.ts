import type { RunState } from '../../run/state.ts';
import { moreText, type Since, sinceText, sinceTime } from '../../session/since.ts';
import { countWords, type SinceKind } from '../../session/since-kinds.ts';
import { cutText, type Span, span } from '../line.ts';
import type { CodeLine, DialogSpec } from './dialog.ts';

type Now = { readonly state: RunState; readonly now: number };

/** What happened while nobody looked, most important first. It asks nothing. */
export function sinceDialog(since: Since, { state, now }: Now): DialogSpec {
  const { zone } = state.schedule;
  const more = moreText(since);
  return {
    title: `Since ${sinceTime(since, now, zone)}: ${countWords(since.counts)}`,
    danger: false,
    step: undefined,
    body: () => [],
    code: [
      ...since.lines.map((line) => ({
        text: cutText(sinceText(line, zone), mostCells),
        tone: tones[line.kind],
      })),
      ...(more === undefined ? [] : [{ text: more, tone: 'dim' as const }]),
    ],
    next: ([key]) =>
      key === undefined
        ? { type: 'any', ask: 'Any key closes this; the arrow keys scroll it' }
        : { type: 'close' },
  };
}

/** For the header: that there is something to be seen, and how; `asked`: a question is open, which comes first. */
export function sinceNotice(since: Since, { state, now, asked }: Now & { readonly asked: boolean }): Span {
  const how = asked ? 'shown after this question' : 'any key shows them';
  const bad = since.counts.some(({ kind }) => tones[kind] === 'bad');
  const time = sinceTime(since, now, state.schedule.zone);
  return span(` since ${time}: ${countWords(since.counts)}; ${how} `, bad ? 'bad' : 'warn');
}

/** A long reason must not push the others away. */
const mostCells = 200;

const tones: Readonly<Partial<Record<SinceKind, CodeLine['tone']>>> = {
  failed: 'bad',
  unknown: 'bad',
  'no-go': 'bad',
  fallback: 'bad',
  silent: 'bad',
  done: 'good',
  note: 'dim',
  started: 'dim',
};
