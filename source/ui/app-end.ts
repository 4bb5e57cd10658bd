import type { RunOutcome } from '../run/facts.ts';
import type { Session } from '../session/session.ts';

/** How the person left. */
export type AppEnd = { readonly type: 'left' } | { readonly type: 'ended'; readonly outcome: RunOutcome };

/** How leaving ends where nothing could be hurt by it; undefined: the person is asked first. */
export function endAtOnce(session: Session): AppEnd | undefined {
  if (session.kind === 'replay') return { type: 'left' };
  const { ended } = session.state();
  return ended === undefined ? undefined : { type: 'ended', outcome: ended.outcome };
}
