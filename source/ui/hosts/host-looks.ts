import { foldTargets } from '../../run/words.ts';
import type { HostPhase, HostState } from '../../session/host-states.ts';
import type { Tone } from '../theme.ts';

export const hostTones: Readonly<Record<HostPhase, Tone>> = {
  waiting: 'dim',
  running: 'accent',
  cut: 'warn',
  quiet: 'warn',
  ok: 'good',
  failed: 'bad',
  unknown: 'bad',
  refused: 'bad',
  'left-out': 'dim',
};

/** After a number of hosts: `2 failed`. */
export const hostWords: Readonly<Record<HostPhase, string>> = {
  waiting: 'waiting',
  running: 'running',
  cut: 'no link',
  quiet: 'quiet',
  ok: 'ok',
  failed: 'failed',
  unknown: 'unknown',
  refused: 'refused',
  'left-out': 'left out',
};

/** In which they are counted. */
export const hostPhases = [
  'ok',
  'running',
  'waiting',
  'left-out',
  'quiet',
  'cut',
  'refused',
  'unknown',
  'failed',
] as const satisfies readonly HostPhase[];

export function namesOf(states: readonly HostState[]): string {
  return foldTargets(states.map(({ target }) => target));
}
