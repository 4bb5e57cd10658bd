import { answerWords } from '../../run/words.ts';
import { type Report, stepNames } from '../model.ts';
import { timeOf } from '../moments.ts';
import type { ChecklistFact, SignatureFact } from '../signatures.ts';
import { type Html, type HtmlValue, html } from './markup.ts';
import { table } from './table.ts';

/** Votes and confirmations, checklists and notes. */
export function peopleSection(report: Report): Html {
  const { signatures, checklists, notes, facts } = report;
  const names = stepNames(report);
  const nameOf = (id: string) => names.get(id) ?? id;
  return html`<h3>Votes and confirmations</h3>
${
  signatures.length === 0
    ? html`<p class="soft">None.</p>`
    : table(
        'Votes and confirmations',
        signatureColumns,
        signatures.map((signature): readonly HtmlValue[] => [
          timeOf(facts, signature.at),
          nameOf(signature.step),
          html`<span class="${signature.kind === 'no-go' ? 'bad' : 'good'}">${signature.kind}</span>`,
          signature.role,
          personOf(signature),
          signature.level === 'word' ? 'said at the keyboard' : signature.level,
          signature.stands ? 'yes' : 'no, taken back by what came after',
        ]),
      )
}
${checklists.length === 0 ? undefined : html`<h3>Checklists</h3>${checklists.map((list) => checklist(report, list, nameOf(list.step)))}`}
${
  notes.length === 0
    ? undefined
    : html`<h3>Notes</h3>${table(
        'Notes',
        noteColumns,
        notes.map(({ at, by, step, text }): readonly HtmlValue[] => [
          timeOf(facts, at),
          by,
          step === undefined ? undefined : nameOf(step),
          text,
        ]),
      )}`
}`;
}

const signatureColumns = [
  { name: 'When', kind: 'time' },
  { name: 'Step', kind: 'wide' },
  { name: 'Said', kind: 'time' },
  { name: 'Role' },
  { name: 'Person' },
  { name: 'How sure' },
  { name: 'Counts' },
] as const;

const noteColumns = [
  { name: 'When', kind: 'time' },
  { name: 'Who' },
  { name: 'Step' },
  { name: 'Note', kind: 'wide' },
] as const;

/** The plan's name for the role too, where somebody else typed. */
function personOf({ by, person }: SignatureFact): string {
  return person === undefined || person === by ? by : `${by}, for ${person}`;
}

function checklist({ facts }: Report, { items }: ChecklistFact, name: string): Html {
  return html`<h4>${name}</h4><ul class="checks">${items.map(
    ({
      text,
      answer,
      note,
      by,
      at,
      check,
    }) => html`<li><span class="${answer === 'failed' ? 'bad' : answer === 'passed' ? 'good' : 'hand'}">${
      answer === undefined ? '○ open' : `${glyphs[answer]} ${answerWords[answer]}`
    }</span> ${text}${by === undefined || at === undefined ? undefined : html` <span class="soft">(${by}, ${timeOf(facts, at)}${note === undefined ? '' : `: ${note}`})</span>`}${check === undefined ? undefined : html`<br><span class="${check.well ? 'good' : 'bad'}">${check.well ? '✔' : '✗'} check: ${check.words}</span> <span class="soft">(${timeOf(facts, check.at)})</span>`}</li>
`,
  )}</ul>`;
}

const glyphs = { passed: '✔', failed: '✗', 'not-applicable': '–' } as const;
