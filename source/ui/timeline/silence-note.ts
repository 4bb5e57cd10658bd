import { foldTargets } from '../../run/words.ts';
import { quietFor, silenceWords } from '../../session/host-states.ts';
import { type Silences, silencesIn } from '../../session/silences.ts';

export type SilenceFacts = { readonly silences: Silences; readonly now: number };

/** `link: silent 12 s`, else `no output for 2m`, by the longest; undefined where a step is heard of. */
export function silenceNote({ silences, now }: SilenceFacts, step: string): string | undefined {
  const { links, quiet } = silencesIn(silences, step);
  if (links.length > 0) return `link: silent ${silenceWords(longest(links, now))}`;
  return quiet.length > 0 ? `no output for ${quietFor(longest(quiet, now))}` : undefined;
}

/** The same with the names of the targets: `link: silent 12 s: node[3,7]`. */
export function namedSilence(facts: SilenceFacts, step: string): string | undefined {
  const note = silenceNote(facts, step);
  const { links, quiet } = silencesIn(facts.silences, step);
  const targets = (links.length > 0 ? links : quiet).map(({ target }) => target);
  return note === undefined || isLocal(targets) ? note : `${note}: ${foldTargets(targets)}`;
}

function isLocal(targets: readonly string[]): boolean {
  return targets.length === 1 && targets[0] === 'local';
}

function longest(silent: readonly { readonly since: number }[], now: number): number {
  return now - Math.min(...silent.map(({ since }) => since));
}
