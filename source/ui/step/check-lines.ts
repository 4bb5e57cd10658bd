import { type Action, type ChecklistItem, targetsOf } from '../../plan/plan.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import { checkWords, endedWell } from '../../run/item-check.ts';
import { isSettled } from '../../run/select.ts';
import { answerWords, foldTargets, rolePerson } from '../../run/words.ts';
import { glyphs } from '../glyphs.ts';
import { span, wrapText } from '../line.ts';
import type { Tone } from '../theme.ts';
import { shortClock } from '../words/short-clock.ts';
import type { DetailRow } from './detail-row.ts';
import type { StepFacts } from './step-pane.ts';

/** What people answer and sign: the checklist, the votes, the confirmations. */
export function checkLines(facts: StepFacts, width: number): readonly DetailRow[] {
  return [...checklistRows(facts, width), ...signatureRows(facts)];
}

function checklistRows(facts: StepFacts, width: number): readonly DetailRow[] {
  const { step, own } = facts;
  if (step.checklist.length === 0) return [];
  const answered = step.checklist.filter(({ number }) => own.answers[number] !== undefined).length;
  const title = span(` CHECKLIST  ${answered} of ${step.checklist.length} answered`, 'heading');
  return [{ line: [title] }, ...step.checklist.flatMap((item) => itemRows(facts, item, width))];
}

function itemRows(
  { state, step, own, item, now, focused }: StepFacts,
  listed: ChecklistItem,
  width: number,
): readonly DetailRow[] {
  const answer = own.answers[listed.number];
  const answerable = own.attempts.length > 0 && (focused || !isSettled(state, step.id));
  const marked = listed.number === item && answerable;
  const { glyph, word, tone } = answerLooks[answer?.answer ?? 'open'];
  const owner = listed.owners.map(({ name }) => name).join('+');
  const text = owner === '' ? listed.text : `${listed.text} (${owner})`;
  const head = `${listed.number} ${glyph} ${word.padEnd(7)} `;
  const pieces = wrapText(text, width - 3 - head.length - 1);
  const textTone: Tone | undefined = marked ? (focused ? 'selected' : 'strong') : undefined;
  const rows = pieces.map((piece, index) => ({
    item: listed.number,
    line:
      index === 0
        ? [span(marked ? ` ${glyphs.pointer} ` : '   ', 'accent'), span(head, tone), span(piece, textTone)]
        : [span(' '.repeat(3 + head.length)), span(piece, textTone)],
  }));
  const notes = answer?.note === undefined ? [] : [{ text: `${answer.by}: ${answer.note}`, tone }];
  const under = [...notes, ...lookLines({ now, own, item: listed, zone: state.schedule.zone })];
  const indent = ' '.repeat(3 + head.length);
  return [
    ...rows,
    ...under.flatMap((line) =>
      wrapText(line.text, width - 3 - head.length - 1).map((piece) => ({
        line: [span(indent + piece, line.tone)],
      })),
    ),
  ];
}

type LookFacts = Pick<StepFacts, 'now' | 'own'> & { readonly item: ChecklistItem; readonly zone: string };

/** What the item's own check has found; the answer above it is a person's. */
function lookLines({ now, own, item, zone }: LookFacts): readonly { text: string; tone: Tone | undefined }[] {
  if (item.check === undefined) return [];
  const known = own.checks?.[item.number];
  if (known === undefined) {
    const words = deedWords(item.check.action);
    return [{ text: own.attempts.length === 0 ? `its check: ${words}` : `a asks: ${words}`, tone: 'dim' }];
  }
  if (known.endedAt === undefined) {
    return [{ text: `looking for ${shortClock(now - known.startedAt)}`, tone: 'accent' }];
  }
  const well = endedWell(known);
  const at = formatTimeOfDay(known.endedAt, zone);
  return checkWords(known.results).map((words) => ({
    text: `${well ? glyphs.passed : glyphs.failed} check: ${words} at ${at}`,
    tone: well ? 'good' : 'bad',
  }));
}

/** `on web[1-3]: GET http://$host/`: where it looks, and the first line of what it runs. */
function deedWords({ on, text }: Action): string {
  const line = text.split('\n').find((each) => each.trim() !== '' && !/^\s*(?:#|--|\/\/)/.test(each)) ?? '';
  return on.type === 'local' ? line.trim() : `on ${foldTargets(targetsOf(on))}: ${line.trim()}`;
}

const answerLooks = {
  open: { glyph: glyphs.open, word: 'open', tone: undefined },
  passed: { glyph: glyphs.passed, word: answerWords.passed, tone: 'good' },
  failed: { glyph: glyphs.failed, word: answerWords.failed.toUpperCase(), tone: 'bad' },
  'not-applicable': { glyph: glyphs.none, word: 'n/a', tone: 'dim' },
} as const;

function signatureRows({ state, step, own }: StepFacts): readonly DetailRow[] {
  const { zone } = state.schedule;
  const votes = step.poll.map((role) => {
    const vote = own.votes[role];
    if (vote === undefined)
      return signature(`${glyphs.open} go or no-go?  ${rolePerson(state, role)}`, undefined);
    const word = vote.verdict === 'go' ? `${glyphs.passed} GO` : `${glyphs.failed} NO-GO`;
    const by = `${rolePerson(state, role)}, by ${vote.by} at ${formatTimeOfDay(vote.at, zone)}`;
    return signature(`${word}  ${by}`, vote.verdict === 'go' ? 'good' : 'bad');
  });
  const confirmations = step.confirm.map((role) => {
    const signed = own.confirmations[role];
    if (signed === undefined)
      return signature(`${glyphs.open} to confirm  ${rolePerson(state, role)}`, undefined);
    const by = `${rolePerson(state, role)}, by ${signed.by} at ${formatTimeOfDay(signed.at, zone)}`;
    return signature(`${glyphs.passed} confirmed  ${by}`, 'good');
  });
  return [...votes, ...confirmations];
}

function signature(text: string, tone: Tone | undefined): DetailRow {
  return { line: [span(`   ${text}`, tone)] };
}
