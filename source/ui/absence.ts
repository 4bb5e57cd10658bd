import type { Session } from '../session/session.ts';
import { markOf, previousEnd, type Since, since } from '../session/since.ts';

/** How long nobody pressed a key before what happened meanwhile is told, wall milliseconds. */
export const absentMs = 3 * 60_000;

/** Whether somebody was away, and what they missed. */
export type Absence = {
  /** What happened since the last key, or since the session before this one; undefined: nothing, or nobody was away. */
  readonly missed: () => Since | undefined;
  /** A key came. What is to be shown at it; while a question is open that waits for a later key. */
  readonly keyed: (key: { readonly asked: boolean; readonly most: number }) => Since | undefined;
};

export type AbsenceClocks = {
  /** Monotonic wall milliseconds. */
  readonly wall: () => number;
  /** Wall milliseconds that go on while the machine sleeps. */
  readonly calendar: () => number;
};

/** Counts from now on, or from where the run was left before. A replay has no one to wait for. */
export function watchAbsence(
  session: Pick<Session, 'kind' | 'history' | 'state' | 'clock' | 'links'>,
  { wall, calendar }: AbsenceClocks,
): Absence {
  const left = previousEnd(session.history());
  let seen = left ?? markOf(session);
  let owed = left !== undefined;
  let last = { wall: wall(), calendar: calendar() };

  function missed(most?: number): Since | undefined {
    const away = Math.max(wall() - last.wall, calendar() - last.calendar) >= absentMs;
    if (session.kind === 'replay' || !(owed || away)) return undefined;
    const [history, state, links] = [session.history(), session.state(), session.links()];
    const found = since({ history, state, links, from: seen, most });
    return found.lines.length === 0 ? undefined : found;
  }

  return {
    missed: () => missed(),
    keyed: ({ asked, most }) => {
      const found = missed(most);
      last = { wall: wall(), calendar: calendar() };
      owed = asked && found !== undefined;
      if (!owed) seen = markOf(session);
      return owed ? undefined : found;
    },
  };
}
