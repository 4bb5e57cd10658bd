import {
  foldStates,
  type HostPhase,
  type HostState,
  inTrouble,
  watchedWords,
} from '../../session/host-states.ts';
import { type Line, type Span, span, spread } from '../line.ts';
import { hostTones } from './host-looks.ts';

/** What happened where, in words; and where in the log this is. */
export function hostStatus({
  states,
  chosen,
  place,
  width,
}: {
  readonly states: readonly HostState[];
  readonly chosen: string | undefined;
  readonly place: Span;
  readonly width: number;
}): Line {
  const shown = states.filter(({ target }) => chosen === undefined || target === chosen);
  const right = [span(` ${place.text}`, place.tone)];
  return spread({ left: [span(' '), ...summary(shown)], right, width });
}

/** What went wrong first, and what is silent, each by name; then how many run and how many are well. */
function summary(states: readonly HostState[]): Line {
  const [only] = states;
  if (states.length === 1 && only !== undefined) {
    return [span(`${only.target} ${only.words}`, hostTones[only.phase])];
  }
  const bad = states.filter(({ phase }) => inTrouble.has(phase));
  const silent = states.filter(({ phase }) => phase === 'cut' || phase === 'quiet');
  const parts = [
    ...(bad.length > 0 ? [span(foldStates(bad).join(', '), 'bad')] : []),
    ...(silent.length > 0 ? [span(foldStates(silent).join(', '), 'warn')] : []),
    ...counted(states, 'running'),
    ...counted(states, 'ok'),
  ];
  const all = parts.length > 0 ? parts : [span('not started', 'dim')];
  return all.flatMap((part, index) => (index === 0 ? [part] : [span('  '), part]));
}

function counted(states: readonly HostState[], phase: HostPhase & ('running' | 'ok')): readonly Span[] {
  // What a watch looks at is no host that runs.
  const count = states.filter((state) => state.phase === phase && state.words !== watchedWords).length;
  return count === 0 ? [] : [span(`${count} ${phase}`, hostTones[phase])];
}
