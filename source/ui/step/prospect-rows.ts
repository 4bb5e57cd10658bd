import { absorbsSlip } from '../../plan/plan.ts';
import type { Usuals } from '../../plan/usual.ts';
import { formatTime } from '../../plan/zone.ts';
import { minuteWords } from '../../run/prospect-words.ts';
import { type Prospects, prospectsOf } from '../../run/prospects.ts';
import { isActive, isSettled } from '../../run/select.ts';
import type { Slack } from '../../run/slack.ts';
import { plannedSlot } from '../../run/timing.ts';
import { usualWords } from '../../run/usual-words.ts';
import type { StepAsker } from '../dialog/asker.ts';
import { glyphs } from '../glyphs.ts';
import { type DetailRow, paragraph } from './detail-row.ts';

export type ProspectFacts = StepAsker & { readonly usuals?: Usuals | undefined };

/** How long an open step takes, when it is expected, and how much later it may come; nothing of what is over. */
export function prospectRows(facts: ProspectFacts, width: number): readonly DetailRow[] {
  const { state, step, now, usuals } = facts;
  const usual = usuals?.get(step.id);
  const words = usual === undefined ? [] : [usualWords(usual)];
  const over = isSettled(state, step.id) || state.ended !== undefined;
  if (over || !isActive(state, step.timeline)) return rowsOf(words, width);
  const prospects = prospectsOf({ state, now, usuals });
  const slack = prospects.slack.get(step.id);
  return [
    ...rowsOf([...words, ...expectedWords(facts, prospects), ...holdWords(facts, prospects)], width),
    ...(slack === undefined
      ? []
      : paragraph(slackWords(slack), { width, tone: isLate(slack) ? 'warn' : 'dim' })),
  ];
}

function rowsOf(words: readonly string[], width: number): readonly DetailRow[] {
  return paragraph(words.join(` ${glyphs.separator} `), { width, tone: 'dim' });
}

/** Where that is not as planned. */
function expectedWords({ state, step, own }: ProspectFacts, { forecast }: Prospects): readonly string[] {
  const expected = forecast.steps.get(step.id);
  const planned = plannedSlot(state, step);
  if (expected === undefined || planned === undefined) return [];
  const { zone } = state.schedule;
  const [begins, ends] = [formatTime(expected.begins, zone), formatTime(expected.ends, zone)];
  const differs = (a: number, b: number): boolean => Math.abs(a - b) >= minute;
  if (own.attempts.length > 0) return differs(expected.ends, planned.ends) ? [`forecast until ${ends}`] : [];
  const same = !differs(expected.begins, planned.begins) && !differs(expected.ends, planned.ends);
  return same ? [] : [`forecast ${begins} to ${ends}`];
}

/** Only waiting can be shortened: a hold in which something runs takes its time. */
function holdWords({ step }: ProspectFacts, { forecast }: Prospects): readonly string[] {
  const expected = forecast.steps.get(step.id);
  if (!absorbsSlip(step) || expected === undefined) return [];
  const left = expected.ends - expected.begins;
  const taken = step.duration - left;
  if (left <= 0) return [`hold: all of its ${minuteWords(step.duration)} taken up`];
  if (taken < minute) return [`hold: takes up to ${minuteWords(left)} of delay`];
  return [`hold: ${minuteWords(taken)} taken up, ${minuteWords(left)} left`];
}

function isLate({ decision = 0, window = 0 }: Slack): boolean {
  return decision <= -minute || window <= -minute;
}

/** `can slip 12m for the decision, 45m for the window` */
function slackWords({ decision, window }: Slack): string {
  const ends = [
    { left: decision, to: 'for the decision' },
    { left: window, to: 'for the window' },
  ].flatMap(({ left, to }) => (left === undefined ? [] : [{ left, to }]));
  const late = ends.filter(({ left }) => left <= -minute);
  const free = ends.filter(({ left }) => left > -minute);
  return [
    ...late.map(({ left, to }) => `${minuteWords(-left)} too late ${to}`),
    ...(free.length === 0
      ? []
      : [`can slip ${free.map(({ left, to }) => `${roomWords(left)} ${to}`).join(', ')}`]),
  ].join('; ');
}

/** Forecasts are no better than to the minute. */
function roomWords(ms: number): string {
  return ms < minute ? '0m' : minuteWords(ms);
}

const minute = 60_000;
