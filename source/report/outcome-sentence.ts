import { nextStep, unsettledSteps } from '../run/select.ts';
import { nameOf } from '../run/words.ts';
import { momentOf } from './moments.ts';
import { lastMoment, type RunRecord } from './record.ts';
import { type RunFacts, runFacts } from './run-facts.ts';
import { counted, tookWords } from './step-words.ts';

/** How it went: who ended it, when and how late, whether they went back, and why. Text of people stands in it as it is. */
export function outcomeSentence(record: RunRecord): string {
  const facts = runFacts(record);
  const rehearsed = facts.mode === 'rehearsal' ? 'In this rehearsal ' : '';
  const words = [...verdict(record, facts), ...timing(facts)].join(' ');
  return rehearsed === '' ? capital(words) : rehearsed + words;
}

function verdict(record: RunRecord, facts: RunFacts): readonly string[] {
  const { ended } = facts;
  if (ended === undefined)
    return [`the run has not ended: ${standing(record)}.`, ...decision(facts), ...wentBack(facts)];
  const when = `${ended.by} ended the run at ${momentOf(facts, ended.at)}`;
  switch (ended.outcome) {
    case 'go':
      return [`the release went in; ${when}.`, 'Nobody went back.'];
    case 'go-with-failures':
      return [
        `the release went in with failures, which were passed over with a reason; ${when}.`,
        'Nobody went back.',
      ];
    case 'fell-back':
      return [`the release was taken back; ${when}.`, ...wentBack(facts)];
    case 'fell-back-with-failures':
      return [`the release was taken back, and the way back had failures; ${when}.`, ...wentBack(facts)];
    case 'aborted': {
      const open = counted(unsettledSteps(record.state).length, 'step');
      const back = facts.fallback === undefined ? ['Nobody went back.'] : wentBack(facts);
      return [`the run was aborted with ${open} not settled; ${when}${because(ended.reason)}.`, ...back];
    }
  }
}

function standing(record: RunRecord): string {
  const next = nextStep(record.state);
  const at = momentOf(runFacts(record), lastMoment(record));
  return next === undefined ? `at ${at} every step was settled` : `at ${at} it stood at ${nameOf(next)}`;
}

function decision(facts: RunFacts): readonly string[] {
  const { decided } = facts;
  return decided === undefined ? [] : [`The decision at ${momentOf(facts, decided)} was go.`];
}

function wentBack({ fallback, ...facts }: RunFacts): readonly string[] {
  if (fallback === undefined) return [];
  const { at, by, reason } = fallback;
  const safe = facts.lastSafe === undefined ? '' : `, ${relation(at, facts.lastSafe)} the last safe fallback`;
  return [`${by} called the fallback at ${momentOf(facts, at)}${safe}${because(reason)}.`];
}

/** How late its last step ended against the plan and the window. */
function timing({ settled, plannedEnd, closes, ended, fallback }: RunFacts): readonly string[] {
  if (ended === undefined || settled === undefined) return [];
  const late = plannedEnd === undefined ? undefined : settled - plannedEnd;
  const what = fallback === undefined ? 'The last step' : 'The last step of the way back';
  const drift = late === undefined ? 'ended' : `ended ${lateWords(late)}`;
  return [`${what} ${drift}, ${relation(settled, closes)} the end of the window.`];
}

function lateWords(late: number): string {
  if (Math.abs(late) < 1000) return 'as planned';
  return late > 0 ? `${tookWords(late)} later than planned` : `${tookWords(-late)} earlier than planned`;
}

function relation(at: number, other: number): string {
  if (Math.abs(at - other) < 1000) return 'in the very moment of';
  return at < other ? `${tookWords(other - at)} before` : `${tookWords(at - other)} after`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `, because “${reason.replace(/[.\s]+$/, '')}”`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
