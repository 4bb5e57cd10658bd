import type { Step } from '../../plan/plan.ts';
import type { ItemAnswer, Verdict } from '../../run/facts.ts';
import { activeSteps, isSettled } from '../../run/select.ts';
import { openConfirmations, openVotes } from '../../run/status.ts';
import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import {
  type Asked,
  type PlainCommand,
  problem,
  type Reading,
  roleNamed,
  send,
  textFrom,
  withStep,
  withTypedStep,
} from './command.ts';
import { withScope } from './scope-words.ts';

/** Commands of those who check, sign and decide. */
export const checkCommands: readonly PlainCommand[] = [
  answerCommand('pass', 'passed', 'a checklist item is as it should be'),
  answerCommand('fail', 'failed', 'a checklist item is not as it should be'),
  answerCommand('na', 'not-applicable', 'a checklist item does not apply'),
  {
    name: 'ask',
    usage: '[ID] N',
    help: 'run the check of a checklist item; it answers nothing',
    read: (asked) =>
      readItem(asked, 'ask', (place) => {
        const { step, item } = place;
        return send({ type: 'check', step: step.id, item, by: asked.identity.person });
      }),
  },
  {
    name: 'confirm',
    usage: 'ROLE [ID]',
    help: 'confirm a step in a role',
    read: confirm,
  },
  {
    name: 'go',
    usage: '[ROLE]',
    help: 'vote go at a decision',
    read: (asked) => vote(asked, 'go'),
  },
  {
    name: 'no-go',
    usage: '[ROLE] [without|with ID,...] REASON',
    help: 'vote no-go at a decision: this calls the fallback',
    read: (asked) => vote(asked, 'no-go'),
  },
];

function answerCommand(name: string, answer: ItemAnswer, help: string): PlainCommand {
  return { name, usage: '[ID] N [NOTE]', help, read: (asked) => readAnswer(asked, name, answer) };
}

/** `pass 2`, of the step being checked, or `pass verify 2`. A number on its own is always the item's. */
function readAnswer(asked: Asked, name: string, answer: ItemAnswer): Reading {
  return readItem(asked, name, ({ step, item, at }) => {
    const note = textFrom(asked.words, at + 1);
    return send({ type: 'answer', step: step.id, item, answer, note, by: asked.identity.person });
  });
}

/** `at`: which word was the item's number. */
type ItemPlace = { readonly step: Step; readonly item: number; readonly at: number };

function readItem(asked: Asked, name: string, go: (place: ItemPlace) => Reading): Reading {
  const [first = ''] = asked.words;
  const itemOf = (step: Step, at: number): Reading => {
    const word = asked.words[at] ?? '';
    if (isNumber(word)) return go({ step, item: Number(word), at });
    return problem(`which item? Type: ${name} ${asked.words.slice(0, at).join(' ')}${at > 0 ? ' ' : ''}N`);
  };
  if (!isNumber(first) && first !== '') return withStep(asked, first, (step) => itemOf(step, 1));
  const step = onlyStep(checked(asked), name);
  return typeof step === 'string' ? problem(step) : itemOf(step, 0);
}

function confirm(asked: Asked): Reading {
  const [word, id] = asked.words;
  const role = roleNamed(asked, word);
  if (role === undefined) {
    return problem(roleProblem(asked, word, 'confirm'));
  }
  const by = asked.identity.person;
  if (id !== undefined) {
    return withTypedStep({ asked, typed: `confirm ${role}` }, id, (step) =>
      send({ type: 'confirm', step: step.id, role, by }),
    );
  }
  const step = onlyStep(
    underWay(asked).filter((one) => openConfirmations(one, stepState(asked.state, one.id)).includes(role)),
    `confirm ${role}`,
  );
  if (typeof step === 'string') {
    return problem(step);
  }
  return step.critical
    ? problem(`${nameOf(step)} is critical: type its id. Type: confirm ${role} ${step.id}`)
    : send({ type: 'confirm', step: step.id, role, by });
}

function vote(asked: Asked, verdict: Verdict): Reading {
  const step = onlyStep(
    underWay(asked).filter((one) => openVotes(one, stepState(asked.state, one.id)).length > 0),
    verdict,
  );
  if (typeof step === 'string') {
    return problem(step);
  }
  const named = roleNamed(asked, asked.words[0]);
  const open = openVotes(step, stepState(asked.state, step.id));
  const own = open.filter((role) => asked.identity.roles.includes(role));
  const role = named ?? (open.length === 1 ? open[0] : own.length === 1 ? own[0] : undefined);
  if (role === undefined) {
    return problem(roleProblem(asked, undefined, verdict));
  }
  const at = named === undefined ? 0 : 1;
  const by = asked.identity.person;
  const cast = { type: 'vote', step: step.id, role, verdict, by } as const;
  if (verdict === 'go') return send({ ...cast, reason: textFrom(asked.words, at) });
  return withScope(asked, at, ({ reason, changes }) => send({ ...cast, reason, ...changes }));
}

/** Begun and not settled. */
function underWay({ state }: Asked): readonly Step[] {
  return activeSteps(state).filter(
    ({ id }) => stepState(state, id).attempts.length > 0 && !isSettled(state, id),
  );
}

function checked(asked: Asked): readonly Step[] {
  return underWay(asked).filter(({ checklist }) => checklist.length > 0);
}

function onlyStep(steps: readonly Step[], typed: string): Step | string {
  const [first] = steps;
  if (first === undefined) {
    return `no step is waiting for ${typed} now.`;
  }
  const names = steps.map((one) => `${nameOf(one)} (${one.id})`).join(', ');
  return steps.length === 1 ? first : `which step? These wait for it: ${names}. Name one by its id.`;
}

function roleProblem({ state }: Asked, word: string | undefined, typed: string): string {
  const known = state.plan.roles.map(({ id }) => id).join(', ');
  const what = word === undefined ? 'in which role?' : `there is no role ${word};`;
  return `${what} Type: ${typed} ROLE, with one of ${known}`;
}

function isNumber(word: string): boolean {
  return /^\d{1,4}$/.test(word);
}
