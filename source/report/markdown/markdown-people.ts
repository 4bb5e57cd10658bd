import { answerWords } from '../../run/words.ts';
import { type Report, stepNames } from '../model.ts';
import { timeOf } from '../moments.ts';
import type { ChecklistFact } from '../signatures.ts';
import { prose } from './prose.ts';

/** Votes and confirmations, checklists and notes, as parts of a page. */
export function markdownPeople(report: Report): readonly string[] {
  const { signatures, checklists, notes, facts } = report;
  const names = stepNames(report);
  const nameOf = (id: string) => prose(names.get(id) ?? id);
  const signed = signatures.map(({ at, step, kind, role, by, person, level, stands }) => {
    const who = person === undefined || person === by ? by : `${by}, for ${person}`;
    const back = stands ? '' : '; taken back by what came after';
    return `- ${timeOf(facts, at)} ${nameOf(step)}: **${kind}** by ${prose(role)} (${prose(who)}; level: ${level}${back})`;
  });
  const checks = checklists.flatMap(({ step, items }) => [
    `**${nameOf(step)}**`,
    items
      .map(({ number, text, answer, note, by, check }) => {
        const who = by === undefined ? '' : ` (${prose(by)}${note === undefined ? '' : `; ${prose(note)}`})`;
        return `- ${number}: ${answer === undefined ? 'open' : answerWords[answer]}: ${prose(text)}${who}${lookWords(check)}`;
      })
      .join('\n'),
  ]);
  const noted = notes.map(({ at, by, step, text }) => {
    const about = step === undefined ? '' : ` (${nameOf(step)})`;
    return `- ${timeOf(facts, at)} ${prose(by)}${about}: ${prose(text)}`;
  });
  return [
    '### Votes and confirmations',
    signed.length === 0 ? 'None.' : signed.join('\n'),
    ...(checks.length === 0 ? [] : ['### Checklists', ...checks]),
    ...(noted.length === 0 ? [] : ['### Notes', noted.join('\n')]),
  ];
}

function lookWords(check: ChecklistFact['items'][number]['check']): string {
  return check === undefined ? '' : `; its check ${check.well ? '' : '**failed**: '}${prose(check.words)}`;
}
