import type { Command, ScopeChange } from '../../run/command.ts';
import { type Scope, scopeKey, scopeOf } from '../../run/scope.ts';
import { nameOf } from '../../run/words.ts';
import { fallbackWord } from '../words/ending.ts';
import { scopeBody, scopeLines } from '../words/scope-lines.ts';
import type { Asker, StepAsker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** Going back: what will be done of it and what not, a reason, and two words. */
export function fallbackDialog(asker: Asker): DialogSpec {
  const by = asker.identity.person;
  return goingBack(asker, {
    title: 'CALL THE FALLBACK',
    step: undefined,
    ask: 'Why fall back?',
    command: (reason, changes) => ({ type: 'fallback', reason, by, ...changed(changes) }),
  });
}

/** A no-go that calls it: the same, as a vote. */
export function noGoDialog({ step, ...asker }: StepAsker, role: string): DialogSpec {
  const by = asker.identity.person;
  const vote = { type: 'vote', step: step.id, role, verdict: 'no-go', by } as const;
  return goingBack(asker, {
    title: `NO-GO: ${nameOf(step)}`,
    step: step.id,
    ask: 'Why no-go?',
    command: (reason, changes) => ({ ...vote, reason, ...changed(changes) }),
  });
}

function changed(changes: readonly ScopeChange[]): { readonly changes?: readonly ScopeChange[] } {
  return changes.length === 0 ? {} : { changes };
}

type How = Pick<DialogSpec, 'title' | 'step'> & {
  readonly ask: string;
  readonly command: (reason: string, changes: readonly ScopeChange[]) => Command;
};

/** What was said before it had to be asked anew. */
type Said = { readonly reason?: string | undefined; readonly changes: readonly ScopeChange[] };

function goingBack(asker: Asker, how: How, said: Said = { changes: [] }): DialogSpec {
  const known = scopeKey(asker.state);
  const scope = scopeOf(asker);
  const kept = stillChanging(said, scope);
  const scopeNow = (now: Asker, answers: readonly string[]): Scope =>
    scopeOf({ ...now, changes: heard(answers, kept, scope).changes });
  return {
    title: how.title,
    danger: true,
    step: how.step,
    body: (now, answers = []) => [
      'D is the moment you confirm.',
      ...scopeBody(scopeNow(now, answers), now.state, now.now),
    ],
    list: (now, answers) => scopeLines(scopeNow(now, answers)),
    next: (answers, now) => {
      const { reason, changes, open, refused, meant } = heard(answers, kept, scope);
      const anew = (why: string) =>
        ({ type: 'anew', spec: goingBack(now, how, { reason, changes }), why }) as const;
      if (answers.length > 0 && scopeKey(now.state) !== known)
        return anew('what is needed has changed meanwhile: look again');
      if (refused !== undefined) return anew(refused);
      if (reason === undefined) return reasonStage(how.ask);
      if (open !== undefined)
        return reasonStage(`Why is ${open.number} ${open.done ? 'left out' : 'done all the same'}?`);
      if (meant) return sending(how.command(reason, changes));
      const numbers = scope.steps.map(({ step }) => String(step.number));
      const ask = `Type ${fallbackWord}, or a step's number to change it`;
      return { type: 'word', ask, words: [fallbackWord, ...numbers] };
    },
  };
}

/** What has become so by itself is no change any more. */
function stillChanging(said: Said, { steps }: Scope): Said {
  const changes = said.changes.filter((change) =>
    steps.some(({ step, needed }) => step.id === change.step && needed !== change.needed),
  );
  return { ...said, changes };
}

type Heard = Said & {
  /** The step that is to be changed, until it is said why. */
  readonly open: { readonly number: number; readonly done: boolean } | undefined;
  readonly refused: string | undefined;
  readonly meant: boolean;
};

/** A reason first; then numbers, each with its reason unless it only takes a change back; then the word. */
function heard(answers: readonly string[], said: Said, { steps }: Scope): Heard {
  const [first, ...others] = answers;
  const reason = said.reason ?? first;
  const rest = said.reason === undefined ? others : answers;
  let changes = said.changes;
  let changing: Scope['steps'][number] | undefined;
  let refused: string | undefined;
  let meant = false;
  for (const answer of rest) {
    const chosen = steps.find(({ step }) => String(step.number) === answer);
    if (changing !== undefined) {
      changes = [...changes, { step: changing.step.id, needed: !changing.needed, reason: answer }];
      changing = undefined;
    } else if (answer === fallbackWord) meant = true;
    else if (chosen?.needed === true && chosen.step.required)
      refused = `${chosen.step.number} is required: it can not be left out`;
    else if (changes.some(({ step }) => step === chosen?.step.id))
      changes = changes.filter(({ step }) => step !== chosen?.step.id);
    else changing = chosen;
  }
  const open = changing && { number: changing.step.number, done: changing.needed };
  return { reason, changes, open, refused, meant };
}
