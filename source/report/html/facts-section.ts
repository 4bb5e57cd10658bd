import { formatDate, formatMoment, formatTime } from '../../plan/zone.ts';
import type { Report } from '../model.ts';
import { momentOf } from '../moments.ts';
import { counted } from '../step-words.ts';
import { type Html, type HtmlValue, html } from './markup.ts';

/** The run at a glance. */
export function factsSection({ facts, people, deviations }: Report): Html {
  const { opens, closes, start, zone, fallback, lastSafe, decided, ended, began } = facts;
  const at = (moment: number) => momentOf(facts, moment);
  const sameDay = formatDate(opens, zone) === formatDate(closes, zone);
  const last = `${sameDay ? '' : `${formatDate(closes, zone)} `}${formatTime(closes, zone)}`;
  const rows: readonly (readonly [string, HtmlValue])[] = [
    ['Window', `${formatDate(opens, zone)} ${formatTime(opens, zone)} to ${last} (${zone})`],
    ['Start (S)', formatMoment(start, zone)],
    ['First step', began === undefined ? 'none began' : at(began)],
    ...(decided === undefined ? [] : [['Decision', `go, ${at(decided)}`] as const]),
    ['Last safe fallback', lastSafe === undefined ? 'the plan has no way back' : at(lastSafe)],
    ['Fallback called (D)', fallback === undefined ? 'no' : [at(fallback.at), `, by ${fallback.by}`]],
    ['Ended', ended === undefined ? 'no' : [at(ended.at), `, by ${ended.by}`]],
    ['Recorded', `by ${facts.by} on ${facts.host}, with gonogo ${facts.version}`],
    ['People', people.map(({ label, person }) => `${label}: ${person}`).join(', ') || 'none named'],
    [
      'Not as planned',
      deviations.length === 0
        ? 'nothing'
        : html`<a href="#deviations">${counted(deviations.length, 'thing')}</a>`,
    ],
    ...(facts.faults === 0
      ? []
      : [['Rehearsed', `with ${counted(facts.faults, 'fault')} on purpose`] as const]),
  ];
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  )}</dl>`;
}
