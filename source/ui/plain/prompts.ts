import type { Step } from '../../plan/plan.ts';
import { formatTime } from '../../plan/zone.ts';
import { decide } from '../../run/decide.ts';
import { dueWords } from '../../run/due-words.ts';
import { activeSteps, isSettled, unsettledSteps } from '../../run/select.ts';
import type { RunState, StepState } from '../../run/state.ts';
import { failedItems, openConfirmations, openItems, openVotes } from '../../run/status.ts';
import { dueAt, stepState } from '../../run/timing.ts';
import { unsettledBefore } from '../../run/waiting.ts';
import { interruptedWork, nameOf, rolePerson } from '../../run/words.ts';
import { notYourRole } from '../../session/authority.ts';
import type { Identity } from '../../session/session.ts';
import { openPart } from '../dialog/open-part.ts';
import { editableActions } from '../dialog/work-dialogs.ts';
import { leftOutTail } from '../words/left-out.ts';
import { ownersOf } from './words.ts';

export type Scene = { readonly state: RunState; readonly identity: Identity; readonly now: number };

/** What people have to do now, each as a line that says what to type. A caller prints what is new among them. */
export function promptsFor(scene: Scene): readonly string[] {
  const { state } = scene;
  if (state.ended !== undefined) {
    return [];
  }
  const lines = activeSteps(state).flatMap((step) =>
    promptsOfStep(scene, step).map((line) => `${nameOf(step)}: ${line}`),
  );
  const { held } = state;
  const hold = held === undefined ? [] : [`HELD by ${held.by}: ${held.reason}. Type: release`];
  const end =
    unsettledSteps(state).length === 0 ? [`every step is settled${leftOutTail(state)}. Type: end`] : [];
  return [...lines, ...hold, ...end];
}

function promptsOfStep(scene: Scene, step: Step): readonly string[] {
  const own = stepState(scene.state, step.id);
  switch (own.status) {
    case 'waiting':
      return isNext(scene.state, step) ? [startPrompt(scene, step)] : [];
    case 'checking':
      return checkPrompts(scene, step, own);
    case 'failed':
      return [failedPrompt(scene, step, own)];
    case 'unknown':
      return [unknownPrompt(scene, step, own)];
    case 'running':
    case 'done':
    case 'skipped':
      return [];
  }
}

/** All it waits for is settled. */
function isNext(state: RunState, step: Step): boolean {
  return step.after.every((id) => isSettled(state, id)) && unsettledBefore(state, step).length === 0;
}

function startPrompt({ state, now }: Scene, step: Step): string {
  const at = dueAt(state, step, now);
  const due =
    at === undefined
      ? 'no time of its own'
      : `due at ${formatTime(at, state.schedule.zone)} (${dueWords(state, step, now)})`;
  const how = step.auto && !step.noReturn ? 'It starts by itself' : `Type: start ${step.id}`;
  return `next, ${due}, ${ownersOf(step)}. ${how}`;
}

function unknownPrompt({ state, now }: Scene, step: Step, own: StepState): string {
  const look = decide(state, { type: 'reattach', step: step.id, by: '-' }, now).type === 'accepted';
  const again = look ? `look ${step.id} to have it looked for once more, ` : '';
  const attempt = own.attempts.at(-1);
  const work = attempt === undefined ? [] : interruptedWork(step, attempt);
  const type = `${look ? 'Type' : 'Look, then type'}: ${again}settle ${step.id} succeeded REASON, or settle ${step.id} failed REASON`;
  return ['nobody knows what came of it.', ...work, type].join(' ');
}

function failedPrompt({ state }: Scene, step: Step, own: StepState): string {
  const items = failedItems(step, own);
  const again = items.length > 0 ? `pass ${step.id} ${items[0]} once it is mended, ` : '';
  const [role] = openVotes(step, own);
  const vote = role === undefined ? '' : `, no-go ${role} REASON`;
  const skip = step.required || step.decision ? '' : `, skip ${step.id} REASON`;
  const part = openPart({ state, step, own });
  const open = part === undefined ? '' : `, retry ${step.id} open (only ${part})`;
  const edit = editableActions({ step, own }).length === 0 ? '' : `, edit ${step.id} REASON`;
  const hand = step.actions.length === 0 ? '' : `, by-hand ${step.id} REASON`;
  return `it has failed. Type: ${again}retry ${step.id}${open}${edit}${hand}${skip}${vote}, or fallback REASON`;
}

/** First the checklist, then who votes, then who signs. */
function checkPrompts(scene: Scene, step: Step, own: StepState): readonly string[] {
  const items = openItems(step, own);
  if (items.length > 0) {
    return step.checklist
      .filter(({ number }) => items.includes(number))
      .map(({ number, text, owners, check }) => {
        const who = owners.length === 0 ? '' : ` (${owners.map(({ name }) => name).join(', ')})`;
        const command = { type: 'answer', step: step.id, item: number, answer: 'passed', by: '' } as const;
        return notYourRole(scene.state, command, scene.identity) === undefined
          ? `check ${number}: ${text}${who}. Type: pass ${step.id} ${number}, fail ${step.id} ${number} or na ${step.id} ${number}${check === undefined ? '' : `; ask ${step.id} ${number} runs its check`}`
          : `check ${number}: ${text}${who}, who is not at this keyboard`;
      });
  }
  const votes = openVotes(step, own).map((role) =>
    signPrompt(scene, { role, wants: 'the word of', typed: `go ${role}, or no-go ${role} REASON` }),
  );
  const signatures = openConfirmations(step, own).map((role) =>
    signPrompt(scene, { role, wants: 'the confirmation of', typed: `confirm ${role} ${step.id}` }),
  );
  return [...votes, ...signatures];
}

type Signature = { readonly role: string; readonly wants: string; readonly typed: string };

function signPrompt({ state, identity }: Scene, { role, wants, typed }: Signature): string {
  const here = identity.roles.includes(role);
  const line = `waits for ${wants} ${rolePerson(state, role)}`;
  return here ? `${line}. Type: ${typed}` : `${line}, who is not at this keyboard`;
}
