import type { Session } from '../session/session.ts';
import type { Situation } from './commands.ts';
import { shownItem, shownStep, shownTarget } from './shown.ts';
import type { View } from './view.ts';

/** What a key is pressed in: the session as it is now, and what the person looks at. */
export function situationAt(session: Session, view: View): Situation {
  const state = session.state();
  const step = shownStep(state, view);
  return {
    state,
    identity: session.identity,
    now: session.clock.now(),
    step,
    item: shownItem(state, step, view),
    target: view.turned ? view.target : undefined,
    open: step === undefined ? undefined : shownTarget(state, step, view),
    usuals: session.usuals,
    links: session.links(),
  };
}
