import type { Recorded, RunEvent } from '../run/event.ts';
import type { RunState } from '../run/state.ts';
import { outcomeWords } from '../run/words.ts';
import type { SinceLine, Told } from './since-kinds.ts';
import { settled, stepName, tellOfStep } from './since-step.ts';

/** What these events came to, each thing once: a step that began and ended is only told as ended. */
export function sinceLines(news: readonly Recorded[], state: RunState): readonly SinceLine[] {
  const told = new Map<string, SinceLine>();
  let before: Recorded | undefined;
  for (const recorded of news) {
    const { at, seq, event } = recorded;
    for (const one of isPreflight(recorded, before) ? [] : [tell(event, state), settled(event, at, state)]) {
      if (one !== undefined)
        told.set(one.once ?? `${seq} ${one.kind}`, { at, kind: one.kind, text: one.text });
    }
    before = recorded;
  }
  return [...told.values()];
}

/** What it said stood on the screen of whoever opened the run, and is the first thing recorded then. */
function isPreflight({ at, event }: Recorded, before: Recorded | undefined): boolean {
  if (event.type !== 'note.added' || before?.event.type !== 'session.opened') return false;
  return event.by === before.event.by && at - before.at < 1000;
}

function tell(event: RunEvent, state: RunState): Told | undefined {
  switch (event.type) {
    case 'run.created':
    case 'session.opened':
    case 'session.closed':
    case 'record.signed':
      return undefined;
    case 'note.added':
      return { kind: 'note', text: `note by ${event.by}${onStep(event.step, state)}: ${event.text}` };
    case 'hold.called':
      return { kind: 'held', text: `HELD by ${event.by}: ${event.reason}` };
    case 'hold.released':
      return { kind: 'changed', text: `the hold was released by ${event.by}` };
    case 'fallback.called':
      return { kind: 'fallback', text: `FALLBACK called by ${event.by}: ${event.reason}` };
    case 'run.recycled':
      return {
        kind: 'recycled',
        text: `BACK TO ${stepName(event.to, state)}, by ${event.by}: ${event.reason}`,
      };
    case 'run.ended':
      return { kind: 'ended', text: `the run has ended: ${outcomeWords[event.outcome]}` };
    case 'host.excluded':
      return { kind: 'changed', text: `${event.host} was left out by ${event.by}: ${event.reason}` };
    case 'host.included':
      return { kind: 'changed', text: `${event.host} was taken in again by ${event.by}: ${event.reason}` };
    case 'shell.opened':
      return { kind: 'changed', text: `${event.by} opened a shell on ${event.host}` };
    case 'shell.closed':
      return { kind: 'changed', text: `${event.by} closed the shell on ${event.host}` };
    default:
      return tellOfStep(event, state);
  }
}

function onStep(id: string | undefined, state: RunState): string {
  return id === undefined ? '' : ` on ${stepName(id, state)}`;
}
