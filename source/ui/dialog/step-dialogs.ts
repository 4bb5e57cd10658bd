import { absorbsSlip } from '../../plan/plan.ts';
import { nextAttempt } from '../../run/attempt.ts';
import type { Command } from '../../run/command.ts';
import type { ItemAnswer } from '../../run/facts.ts';
import type { OpenWork } from '../../run/open-work.ts';
import { decisionsBefore, heldBackBy, missingFor } from '../../run/readiness.ts';
import { answerWords, foldTargets, nameOf, placesOf } from '../../run/words.ts';
import { longerWay } from '../words/way-back-words.ts';
import type { Asker, StepAsker } from './asker.ts';
import { commandLines } from './command-lines.ts';
import type { DialogSpec, Sending, Stage } from './dialog.ts';
import { noReturnDialog } from './no-return-dialog.ts';
import { openPart } from './open-part.ts';

/** Also a retry, of everything or of the `open` part. Against the rule it takes a reason; over another step, or where it is critical, the step's own word; what can't be undone is asked about once more. */
export function startDialog(asker: StepAsker, open?: OpenWork | undefined): DialogSpec {
  const { state, identity, now, step, own } = asker;
  const missing = missingFor(state, step, now);
  const held = heldBackBy(state, step).length > 0;
  const again = own.attempts.length > 0;
  const verb = again ? 'Try again' : 'Start';
  const part = open === undefined ? undefined : openPart(asker);
  const passes = longerWay(asker, step)?.passed === true;
  const send = (reason?: string): Sending =>
    sending({
      type: 'start',
      step: step.id,
      by: identity.person,
      reason,
      ...(open === undefined ? {} : { open: true }),
    });
  return {
    title: `${verb}: ${nameOf(step)}`,
    danger: missing.length > 0 || step.critical || step.noReturn || passes,
    step: step.id,
    body: (now) => [
      ...decisionsBefore(state, step).map(({ title }) => `${title.toUpperCase()} HAS NOT SAID GO.`),
      ...(missing.length === 0 ? [] : [`Not ready: ${missing.join('; ')}.`]),
      ...(part === undefined ? [placesLine(step)] : []),
      ...wayBackLine(now, step),
      ...leftOut(asker),
      ...editedWords(asker),
      ...(again
        ? [
            `This will be attempt ${nextAttempt(own)}; ${part === undefined ? 'everything in it runs again' : `only what is open: ${part}`}.`,
          ]
        : []),
    ],
    code: commandLines(asker, open?.from),
    next: (answers) => {
      if (missing.length > 0 && answers[0] === undefined) return reasonStage('Why start it all the same?');
      const reason = missing.length > 0 ? answers[0] : undefined;
      const given = answers.at(missing.length > 0 ? 1 : 0);
      if (step.critical && given === undefined) return stepWord(step.id);
      if (held && given === undefined) return overWord(step.id);
      // After that nobody can go back in time: more than a key.
      if (passes && given === undefined) return lateWord(step.id);
      if (!step.critical && missing.length === 0 && given === undefined) {
        return {
          type: 'key',
          ask: `Press y to ${again ? 'try again' : 'start'}, esc to leave it`,
          keys: ['y'],
        };
      }
      return step.noReturn ? { type: 'turn', spec: noReturnDialog(asker, send(reason)) } : send(reason);
    },
  };
}

export function skipDialog({ identity, step }: StepAsker): DialogSpec {
  return {
    title: `Skip: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: () => ['It will not be done in this run, and what waits for it may go on.'],
    next: ([reason, word]) => {
      if (reason === undefined) return reasonStage('Why is it skipped?');
      if (step.critical && word === undefined) return stepWord(step.id);
      return sending({ type: 'skip', step: step.id, reason, by: identity.person });
    },
  };
}

export function stopDialog({ identity, step }: StepAsker): DialogSpec {
  return {
    title: `Stop: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: ({ links = [] }) => [
      'Everything it still runs is told to end, and killed if it does not. The attempt counts as failed.',
      ...untoldWords(links.filter((link) => link.step === step.id).map(({ target }) => target)),
    ],
    next: ([word]) =>
      word === undefined
        ? { type: 'word', ask: 'Type stop', words: ['stop'] }
        : sending({ type: 'stop', step: step.id, by: identity.person }),
  };
}

function untoldWords(hosts: readonly string[]): readonly string[] {
  if (hosts.length === 0) return [];
  return [
    `${foldTargets([...new Set(hosts)])} can not be told now: the link is broken. It is tried for 30 s; what then has not answered is unknown, and may still run there.`,
  ];
}

export function noteDialog({ identity, step }: StepAsker): DialogSpec {
  return {
    title: `Note on ${nameOf(step)}`,
    danger: false,
    step: step.id,
    body: () => [],
    next: ([text]) =>
      text === undefined
        ? { type: 'text', ask: 'Note', reason: false }
        : sending({ type: 'note', step: step.id, text, by: identity.person }),
  };
}

/** Asked for a failed item, for one that had failed, and for the last open one, whose answer settles the step. */
export function answerDialog(
  { identity, step, own }: StepAsker,
  { item, answer }: { readonly item: number; readonly answer: ItemAnswer },
): DialogSpec {
  const text = step.checklist.find(({ number }) => number === item)?.text ?? '';
  const send = (note?: string): Sending =>
    sending({ type: 'answer', step: step.id, item, answer, note, by: identity.person });
  const failed = answer === 'failed';
  const before = own.answers[item];
  const mended = !failed && before?.answer === 'failed';
  return {
    title: `Item ${item} ${answerWords[answer]}`,
    danger: failed,
    step: step.id,
    body: () => {
      if (failed) return [text];
      if (mended) return [text, `It failed, says ${before.by}: ${before.note ?? 'without a word'}`];
      return [text, `It is the last open item: with it ${nameOf(step)} is done.`];
    },
    next: ([given]) => {
      if (given !== undefined) return send(failed || mended ? given : undefined);
      if (mended) return reasonStage('Why is it right now?');
      return failed
        ? reasonStage('What is wrong?')
        : { type: 'key', ask: `Press y: ${answerWords[answer]}, esc to leave it`, keys: ['y'] };
    },
  };
}

export function stepWord(id: string): Stage {
  return { type: 'word', ask: `Type the name of this critical step: ${id}`, words: [id] };
}

export function overWord(id: string): Stage {
  return { type: 'word', ask: `It is not its turn. Type its name: ${id}`, words: [id] };
}

function lateWord(id: string): Stage {
  return { type: 'word', ask: `There will be no safe way back. Type its name: ${id}`, words: [id] };
}

export function reasonStage(ask: string): Stage {
  return { type: 'text', ask, reason: true };
}

export function sending(command: Command): Sending {
  return { type: 'send', command };
}

function wayBackLine(now: Asker, step: StepAsker['step']): readonly string[] {
  const longer = longerWay(now, step);
  return longer === undefined ? [] : [longer.text];
}

function placesLine(step: StepAsker['step']): string {
  if (absorbsSlip(step)) return 'A built-in hold: nothing runs. It goes on when it is confirmed.';
  if (step.actions.length === 0) {
    const looks = step.checklist.some(({ check }) => check?.auto === true);
    return `People do this step; gonogo runs ${looks ? 'only the checks of its checklist' : 'nothing'}.`;
  }
  return `Runs on ${placesOf(step).join(', ')}.`;
}

function leftOut({ state, step }: StepAsker): readonly string[] {
  const hosts = step.actions.flatMap(({ on }) => (on.type === 'hosts' ? on.hosts : []));
  const out = [...new Set(hosts)].filter((host) => Object.hasOwn(state.excluded, host));
  return out.length === 0 ? [] : [`Left out: ${foldTargets(out)}.`];
}

function editedWords({ step, own }: StepAsker): readonly string[] {
  const edited = step.actions.filter(({ index }) => own.edits[index] !== undefined);
  if (edited.length === 0) return [];
  if (step.actions.length === 1) return ['Its command was edited for this run.'];
  return [`Edited for this run: action ${edited.map(({ index }) => index + 1).join(', ')}.`];
}
