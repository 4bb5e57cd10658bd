import { formatOffset } from '../plan/duration.ts';
import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import type { Recorded, RunEvent } from '../run/event.ts';
import { answerWords } from '../run/words.ts';

/** What a person was asked in a run, and what they answered. */
export type Question = {
  /** Epoch milliseconds of the answer. */
  readonly at: number;
  /** Missing where the run as a whole was asked about. */
  readonly step: Step | undefined;
  /** Role id of whom it was asked; undefined where nobody in particular was. */
  readonly role: string | undefined;
  readonly by: string;
  readonly kind: 'start' | 'answer' | 'confirmation' | 'vote' | 'trouble';
  /** What it was about, for the unusual ones: `failed, sakaiprod1: exit 1`. */
  readonly asked: string;
  readonly answer: string;
  /** Not asked when all goes well. */
  readonly unusual: boolean;
};

/** Every question of a run in the order of the answers, from its record. */
export function questionsOf(plan: Plan, history: readonly Recorded[]): readonly Question[] {
  const steps = new Map(stepsOf(plan).map((step) => [step.id, step]));
  const ends = new Map<string, string>();
  const questions: Question[] = [];
  let called = false;
  for (const { at, event } of history) {
    if (event.type === 'attempt.finished') ends.set(event.step, endWords(event));
    // What is not needed on the way back was answered with the call.
    called = event.type === 'fallback.called' || (called && event.type === 'step.skipped');
    if (called && event.type === 'step.skipped') continue;
    const id = 'step' in event ? event.step : undefined;
    const step = id === undefined ? undefined : steps.get(id);
    const found = questionIn({ event, step, end: ends.get(id ?? '') ?? '' });
    if (found === undefined || !('by' in event)) continue;
    questions.push({
      role: step?.owners[0]?.roles[0],
      unusual: false,
      asked: '',
      ...found,
      at,
      step,
      by: event.by,
    });
  }
  return questions;
}

type Facts = {
  readonly event: RunEvent;
  readonly step: Step | undefined;
  /** How the last attempt of this step ended. */
  readonly end: string;
};

type Found = Pick<Question, 'kind' | 'answer'> & Partial<Pick<Question, 'role' | 'asked' | 'unusual'>>;

function questionIn({ event, step, end }: Facts): Found | undefined {
  switch (event.type) {
    case 'step.started':
      if (event.by === 'auto') return undefined;
      if (event.attempt > 1)
        return trouble(end, event.from === undefined ? 'tried again' : 'what was open tried again');
      return event.reason === undefined
        ? { kind: 'start', answer: 'started' }
        : {
            kind: 'start',
            unusual: true,
            asked: event.missing.join('; '),
            answer: `started: ${event.reason}`,
          };
    case 'item.answered': {
      const item = step?.checklist.find(({ number }) => number === event.item);
      const role = item?.owners[0]?.roles[0];
      const note = event.note === undefined ? '' : `: ${event.note}`;
      return {
        kind: 'answer',
        ...(role === undefined ? {} : { role }),
        asked: item?.text ?? '',
        answer: `${answerWords[event.answer]}${note}`,
        unusual: event.answer === 'failed',
      };
    }
    case 'step.confirmed':
      return { kind: 'confirmation', role: event.role, answer: 'confirmed' };
    case 'vote.cast':
      return {
        kind: 'vote',
        role: event.role,
        asked: 'go or no-go',
        answer: event.verdict,
        unusual: event.verdict === 'no-go',
      };
    case 'attempt.settled':
      return trouble(end, `${event.outcome}: ${event.reason}`);
    case 'attempt.reattached':
      return trouble(end, 'looked for again');
    case 'step.skipped':
      return trouble(end, `skipped: ${event.reason}`);
    case 'step.done-by-hand':
      return trouble(end, `done by hand: ${event.reason}`);
    case 'stop.requested':
      return trouble('', 'stopped');
    case 'host.excluded':
      return trouble(event.host, `left out: ${event.reason}`);
    case 'host.included':
      return trouble(event.host, `taken in again: ${event.reason}`);
    case 'hold.called':
      return trouble('', `held: ${event.reason}`);
    case 'run.recycled':
      return trouble('', `back to ${event.to}, clock ${formatOffset(-event.setBack)}: ${event.reason}`);
    case 'fallback.called':
      return trouble('', `fallback called: ${event.reason}`);
    case 'run.ended':
      return event.reason === undefined ? undefined : trouble('', `ended: ${event.reason}`);
    default:
      return undefined;
  }
}

function trouble(asked: string, answer: string): Found {
  return { kind: 'trouble', asked, answer, unusual: true };
}

function endWords({ outcome, detail }: Extract<RunEvent, { type: 'attempt.finished' }>): string {
  return detail === '' ? outcome : `${outcome}, ${detail}`;
}
