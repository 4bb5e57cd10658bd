import { createHash } from 'node:crypto';
import type { RunOutcome } from '../../run/facts.ts';
import { loudOutcome } from '../../run/words.ts';
import type { Report } from '../model.ts';
import { deviationsSection } from './deviations-section.ts';
import { factsSection } from './facts-section.ts';
import { type Html, html } from './markup.ts';
import { outputSection } from './output-section.ts';
import { peopleSection } from './people-section.ts';
import { recordSection } from './record-section.ts';
import { rehearsalSection } from './rehearsal-section.ts';
import { style } from './style.ts';
import { timesSection } from './times-section.ts';

/** A report as one file that needs nothing else, runs nothing and asks nobody. */
export function reportPage(report: Report): string {
  const { facts, sentence } = report;
  const kind = facts.mode === 'live' ? 'live run' : 'rehearsal';
  const sections: readonly Section[] = [
    { id: 'times', title: 'Planned and actual', body: timesSection(report) },
    { id: 'deviations', title: 'What was not as planned', body: deviationsSection(report) },
    { id: 'people', title: 'Who said what', body: peopleSection(report) },
    ...(report.rehearsal === undefined
      ? []
      : [{ id: 'rehearsal', title: 'Against the last rehearsal', body: rehearsalSection(report.rehearsal) }]),
    { id: 'output', title: 'What the steps wrote', body: outputSection(report) },
    { id: 'record', title: 'The plan and the record', body: recordSection(report) },
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${facts.title}: ${facts.ended === undefined ? 'open' : loudOutcome(facts.ended.outcome)}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<div class="over">gonogo report · ${kind} ${facts.run}</div>
<h1>${facts.title}</h1>
${badge(report)}
<p class="lead">${sentence}</p>
${factsSection(report)}
<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
</header>
<main>
${sections.map(
  ({ id, title, body }) => html`<section id="${id}"><h2>${title}</h2>
${body}
</section>
`,
)}</main>
<footer>Written by gonogo ${report.integrity.reportedBy} from the record of run ${facts.run}.</footer>
</body>
</html>
`.markup;
}

type Section = { readonly id: string; readonly title: string; readonly body: Html };

/** Hashed is what stands between the tags of the style, to the byte. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

function badge({ facts }: Report): Html {
  const { ended } = facts;
  if (ended === undefined) return html`<span class="badge odd">NOT ENDED</span>`;
  return html`<span class="badge ${tones[ended.outcome]}">${loudOutcome(ended.outcome)}</span>`;
}

const tones: Readonly<Record<RunOutcome, string>> = {
  go: 'good',
  'go-with-failures': 'hand',
  'fell-back': 'odd',
  'fell-back-with-failures': 'bad',
  aborted: 'bad',
};
