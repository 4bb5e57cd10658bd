import { checkCommand, type Report, signatureWords } from '../model.ts';
import { type Html, type HtmlValue, html } from './markup.ts';

/** The plan as it was, and what says that the record is as it was written. */
export function recordSection({ plan, integrity, facts }: Report): Html {
  const { signatures } = integrity;
  const rows: readonly (readonly [string, HtmlValue])[] = [
    ['Plan', plan.file],
    ['SHA-256 of the plan', html`<code>${plan.sha256}</code>`],
    ['Events', integrity.events],
    integrity.type === 'intact'
      ? ['Head of the chain', html`<code>${integrity.head}</code>`]
      : ['The record', html`<strong class="bad">is not as gonogo wrote it: ${integrity.reason}</strong>`],
    [
      'Signed',
      signatures.length === 0
        ? 'by nobody'
        : signatures.map((one) => html`<div>${signatureWords(one)}</div>`),
    ],
    ['Recorded with', `gonogo ${integrity.recordedBy} on ${integrity.hosts.join(', ')}`],
    ['Reported with', `gonogo ${integrity.reportedBy}`],
  ];
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  )}</dl>
<p>${meaning[integrity.type]} To check it, with the output and the signatures, where the record is kept:</p>
<pre>${checkCommand(facts.run, integrity)}</pre>
<details><summary>The plan as it was</summary><div class="inside"><pre>${plan.text}</pre></div></details>`;
}

const meaning = {
  intact:
    'Each event carries the hash of the one before it. When this report was written the chain was whole: its head tells whether the record is still the same, and complete.',
  broken:
    'Each event carries the hash of the one before it, and here they do not fit: what this page says may not be what happened.',
} as const;
