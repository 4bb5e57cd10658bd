import { stepsOf } from '../../plan/plan.ts';
import { formatTime } from '../../plan/zone.ts';
import { workedOnAndOut } from '../../run/left-out.ts';
import type { RunState } from '../../run/state.ts';
import { foldTargets } from '../../run/words.ts';

/** Asked or done: going back, or the end of the run. */
export type Turning = 'fallback' | 'end';

/** What hosts that are left out miss by it, those of the same reason together: `web[1-2] are left out: …` */
export function leftOutLines(state: RunState, turning: Turning): readonly string[] {
  const steps = stepsOf(state.plan);
  const worked = workedOnAndOut(state, steps);
  const takenBack = workedOnAndOut(
    state,
    steps.filter(({ timeline }) => timeline === 'fallback'),
  );
  const groups = new Map<string, readonly string[]>();
  for (const [host, { reason, at }] of Object.entries(state.excluded)) {
    const since = formatTime(at, state.schedule.zone);
    const never = state.fallback !== undefined && !takenBack.includes(host);
    const missed =
      turning === 'fallback'
        ? 'nothing is taken back there'
        : never
          ? 'nothing was taken back there'
          : `nothing was done there since ${since}`;
    const begun = worked.includes(host) ? '; worked on in this run' : '';
    const words = `${missed} (${reason})${begun}`;
    groups.set(words, [...(groups.get(words) ?? []), host]);
  }
  return [...groups].map(([words, hosts]) => {
    const are = hosts.length > 1 ? 'are' : 'is';
    return `${foldTargets(hosts)} ${are} left out: ${words}`;
  });
}

/** For a line that has more to say: `; left out: web[1-2]` */
export function leftOutTail({ excluded }: Pick<RunState, 'excluded'>): string {
  const hosts = Object.keys(excluded);
  return hosts.length === 0 ? '' : `; left out: ${foldTargets(hosts)}`;
}
