import { suggestion } from '../../plan/suggest.ts';
import type { ScopeChange } from '../../run/command.ts';
import { type ScopeFacts, scopeOf } from '../../run/scope.ts';
import { nameOf } from '../../run/words.ts';
import { scopeBody, scopeLines } from '../words/scope-lines.ts';
import { type Asked, problem, type Reading, reasonFrom } from './command.ts';

export type ScopeAsked = {
  readonly reason: string | undefined;
  /** Nothing where nothing is changed. */
  readonly changes: { readonly changes?: readonly ScopeChange[] };
};

/** Reads `without 16,18 with restore REASON`: the reason of the call is that of the changes, too. */
export function withScope(asked: Asked, index: number, go: (scope: ScopeAsked) => Reading): Reading {
  const { words, state } = asked;
  const back = state.plan.timelines.flatMap(({ kind, steps }) => (kind === 'fallback' ? steps : []));
  const wanted: Omit<ScopeChange, 'reason'>[] = [];
  let at = index;
  for (;;) {
    const how = words[at]?.toLowerCase();
    if (how !== 'without' && how !== 'with') break;
    for (const word of (words[at + 1] ?? '').split(',')) {
      const step = back.find(({ id }) => id === word) ?? back.find(({ number }) => String(number) === word);
      if (step === undefined) {
        const hint =
          suggestion(
            word,
            back.map(({ id }) => id),
          ) ?? 'it has none';
        return problem(`no step ${word} in the fallback; ${hint}. A reason may begin with: because`);
      }
      wanted.push({ step: step.id, needed: how === 'with' });
    }
    at += 2;
  }
  const reason = reasonFrom(words, at);
  const changes = wanted.map((change) => ({ ...change, reason: reason ?? '' }));
  return go({ reason, changes: changes.length === 0 ? {} : { changes } });
}

/** What calling the fallback now would do, and how to change it. */
export function scopeAnswer(facts: ScopeFacts, now: number): readonly string[] {
  const scope = scopeOf(facts);
  return [
    ...scopeBody(scope, facts.state, now),
    ...scopeLines(scope).map(({ text }) => `  ${text}`),
    'To change it: fallback without ID,... REASON, or fallback with ID,... REASON',
  ];
}

/** What of it will not be done, in one sentence; empty where it is all done. */
export function leftOutOfScope(facts: ScopeFacts): readonly string[] {
  const { steps } = scopeOf(facts);
  const out = steps.filter(({ done }) => !done);
  if (out.length === 0) return [];
  const names = out.map(
    ({ step, change, why }) => `${nameOf(step)} (${change?.reason ?? `not needed, ${why}`})`,
  );
  return [`${out.length} of ${steps.length} steps are not done: ${names.join('; ')}`];
}
