import { hasFallback } from '../../plan/schedule.ts';
import { failedItems } from '../../run/status.ts';
import { foldTargets, nameOf, roleLabel } from '../../run/words.ts';
import { textOf } from './action-text.ts';
import { type Asker, aboutStep, type StepAsker } from './asker.ts';
import type { Choice, CodeLine, DialogSpec } from './dialog.ts';
import { openPart } from './open-part.ts';
import type { Opening } from './opening.ts';

/** Ways to go on from a failed step: again, by other means, or not at all. */
export type Way = 'all' | 'open' | 'edit' | 'host' | 'by-hand' | 'skip' | 'hold' | 'fallback';

/** What each way would do now. */
export type WayOn = (way: Way, now: StepAsker) => Opening;

/** What failed where, and every way to go on; each leads to a question of its own. */
export function failedDialog(asker: StepAsker, wayOn: WayOn): DialogSpec {
  const { step } = asker;
  const about = (now: Asker): StepAsker => aboutStep(now, step);
  return {
    title: `FAILED: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: (now) => whatFailed(about(now)),
    code: failedText(asker),
    next: ([key], now) => {
      if (key === undefined)
        return { type: 'choice', ask: 'How does it go on?', choices: choicesOf(about(now), wayOn) };
      const way = ways.find((other) => other.key === key)?.way;
      const opening = way === undefined ? undefined : wayOn(way, about(now));
      if (opening?.type === 'dialog') return { type: 'turn', spec: opening.spec };
      const why = opening?.type === 'refused' ? opening.reason : 'that can not be done now';
      return { type: 'anew', spec: failedDialog(about(now), wayOn), why };
    },
  };
}

const ways: readonly { readonly key: string; readonly way: Way }[] = [
  { key: 'a', way: 'all' },
  { key: 'o', way: 'open' },
  { key: 'e', way: 'edit' },
  { key: 'x', way: 'host' },
  { key: 'd', way: 'by-hand' },
  { key: 's', way: 'skip' },
  { key: 'h', way: 'hold' },
  { key: 'f', way: 'fallback' },
];

function choicesOf(asker: StepAsker, wayOn: WayOn): readonly Choice[] {
  return ways.flatMap(({ key, way }) => {
    const label = labelOf(way, asker);
    if (label === undefined) return [];
    const opening = wayOn(way, asker);
    return [{ key, label, refused: opening.type === 'refused' ? opening.reason : undefined }];
  });
}

/** Undefined: this way has no meaning for the step, or is another's under a second name. */
function labelOf(way: Way, asker: StepAsker): string | undefined {
  const { state, step } = asker;
  const runs = step.actions.length > 0;
  switch (way) {
    case 'all':
      if (!runs) return 'begin again: its checklist and signatures start anew';
      return step.actions.length === 1
        ? 'all again: everything in it runs again'
        : `all again: all ${step.actions.length} actions run again`;
    case 'open': {
      const part = openPart(asker);
      return part === undefined ? undefined : `only what is open: ${part}`;
    }
    case 'edit':
      return runs ? 'edit the command first, for this run only' : undefined;
    case 'host':
      return runs && step.actions.some(({ on }) => on.type === 'hosts')
        ? 'leave a host out, or take it in again'
        : undefined;
    case 'by-hand':
      return runs ? 'done by hand: you did its work by other means' : undefined;
    case 'skip':
      return step.required || step.decision ? undefined : 'skip it: it is not done in this run';
    case 'hold':
      return state.held === undefined ? 'hold the run: nothing else starts' : 'release the hold';
    case 'fallback':
      return step.timeline !== 'fallback' && hasFallback(state.plan) ? 'FALL BACK: D is now' : undefined;
  }
}

function whatFailed({ state, step, own }: StepAsker): readonly string[] {
  const attempt = own.attempts.at(-1);
  const items = failedItems(step, own).map((number) => {
    const answer = own.answers[number];
    return `Item ${number} failed, says ${answer?.by ?? ''}: ${answer?.note ?? 'without a word'}`;
  });
  const noes = Object.entries(own.votes)
    .filter(([, vote]) => vote.verdict === 'no-go')
    .map(([role]) => `${roleLabel(state, role)} said no-go.`);
  const out = Object.keys(state.excluded);
  return [
    ...(attempt === undefined || items.length + noes.length > 0 ? [] : [attemptWords(attempt)]),
    ...items,
    ...noes,
    ...(out.length > 0 ? [`Left out of the run: ${foldTargets(out)}.`] : []),
    ...(step.required ? ['It is required: it can not be skipped.'] : []),
  ];
}

function attemptWords({ number, detail, settled, outcome }: StepAsker['own']['attempts'][number]): string {
  const told = detail === '' ? (outcome ?? 'failed') : detail;
  const by =
    settled === undefined ? '' : `; settled as ${settled.outcome} by ${settled.by}: ${settled.reason}`;
  return `Attempt ${number}: ${told}${by}`;
}

/** The beginning of what ran, as it ran. */
function failedText({ step, own }: StepAsker): readonly CodeLine[] {
  const attempt = own.attempts.at(-1);
  const action = step.actions[attempt?.action ?? 0];
  if (action === undefined || attempt === undefined || attempt.outcome === 'succeeded') return [];
  const place = step.actions.length > 1 ? `action ${action.index + 1} of ${step.actions.length}, ` : '';
  const edited = own.edits[action.index] === undefined ? '' : ', edited for this run';
  const lines = textOf(own, action)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const more = lines.length - mostLines;
  return [
    { text: `${place}${action.kind}${edited}:`, tone: 'dim' },
    ...lines.slice(0, mostLines).map((text) => ({ text: `  ${text}` })),
    ...(more > 0 ? [{ text: `  … and ${more} more lines`, tone: 'dim' as const }] : []),
  ];
}

const mostLines = 4;
