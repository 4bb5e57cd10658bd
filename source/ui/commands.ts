import type { Step } from '../plan/plan.ts';
import { openWork } from '../run/open-work.ts';
import { unsettledSteps } from '../run/select.ts';
import { openItems, openVotes, workEndedWell } from '../run/status.ts';
import { textOf } from './dialog/action-text.ts';
import { type Asker, aboutStep, type StepAsker } from './dialog/asker.ts';
import { answered, asked, checklist, sign } from './dialog/check-openings.ts';
import { failedDialog, type Way } from './dialog/failed-dialog.ts';
import { fallbackDialog } from './dialog/fallback-dialogs.ts';
import { holdDialog, releaseDialog } from './dialog/hold-dialogs.ts';
import { leaveOutDialog, shellDialog, shellHosts, stepHosts } from './dialog/host-dialogs.ts';
import { type Opening, opened, refused } from './dialog/opening.ts';
import { recycleDialog } from './dialog/recycle-dialog.ts';
import { endDialog } from './dialog/run-dialogs.ts';
import { settleDialog } from './dialog/settle-dialog.ts';
import { noteDialog, skipDialog, startDialog, stopDialog } from './dialog/step-dialogs.ts';
import { byHandDialog, editableActions, editDialog } from './dialog/work-dialogs.ts';
import type { Intent } from './intent.ts';

export type Situation = Asker & {
  /** The step on the screen; undefined in a plan without steps. */
  readonly step: Step | undefined;
  /** Number of the marked checklist item. */
  readonly item: number;
  /** The host that a person chose to look at; undefined: none of them. */
  readonly target?: string | undefined;
  /** The host whose log is on the screen. */
  readonly open?: string | undefined;
};

/** Undefined: not a key that commands. */
export function openingFor(intent: Intent, situation: Situation): Opening | undefined {
  if (!commanding.has(intent)) return undefined;
  if (runIntents.has(intent)) return runOpening(intent, situation);
  const over = situation.state.ended === undefined && unsettledSteps(situation.state).length === 0;
  if (intent === 'act' && over) return runOpening('end', situation);
  if (situation.step === undefined) return refused('there is no step');
  return stepOpening(intent, aboutStep(situation, situation.step), situation);
}

/** What Enter would do to the step, in one word. */
export function actLabel(asker: StepAsker): string {
  const { state, step, own } = asker;
  if (unsettledSteps(state).length === 0) return 'end';
  if (own.status === 'failed') return workEndedWell(own) ? 'check' : 'retry';
  if (own.status === 'unknown') return 'settle';
  if (own.status !== 'checking') return 'start';
  if (openItems(step, own).length > 0) return 'check';
  return openVotes(step, own).length > 0 ? 'vote' : 'confirm';
}

function runOpening(intent: Intent, situation: Situation): Opening {
  const by = '-';
  switch (intent) {
    case 'fallback':
      return opened(situation, { type: 'fallback', reason: '-', by }, () => fallbackDialog(situation));
    case 'hold':
      return situation.state.held === undefined
        ? opened(situation, { type: 'hold', reason: '-', by }, () => holdDialog(situation))
        : opened(situation, { type: 'release', by }, () => releaseDialog(situation));
    case 'shell': {
      const [host] = shellHosts(situation, situation);
      if (host === undefined) return refused('this plan names no host');
      const command = { type: 'open-shell', step: situation.step?.id, host, by } as const;
      return opened(situation, command, () => shellDialog(situation, situation));
    }
    default:
      return opened(situation, { type: 'end', by }, () => endDialog(situation));
  }
}

type Marked = Pick<Situation, 'item' | 'target' | 'open'>;

function stepOpening(intent: Intent, asker: StepAsker, marked: Marked): Opening {
  const { step, own } = asker;
  const { id } = step;
  const by = '-';
  switch (intent) {
    case 'act':
      return act(asker, marked);
    case 'retry':
      if (own.status !== 'failed') return refused('only a failed step is tried again');
      return { type: 'dialog', spec: failedDialog(asker, (way, now) => wayOn(way, now, marked)) };
    case 'recycle':
      return opened(asker, { type: 'recycle', to: id, reason: '-', by }, () => recycleDialog(asker));
    case 'skip':
      return opened(asker, { type: 'skip', step: id, reason: '-', by }, () => skipDialog(asker));
    case 'stop':
      return opened(asker, { type: 'stop', step: id, by }, () => stopDialog(asker));
    case 'by-hand':
      return opened(asker, { type: 'do-by-hand', step: id, reason: '-', by }, () => byHandDialog(asker));
    case 'edit':
      return edit(asker);
    case 'host': {
      const [host] = stepHosts(step);
      if (host === undefined) return refused('it runs on no host');
      const type = Object.hasOwn(asker.state.excluded, host) ? 'include' : 'exclude';
      return opened(asker, { type, host, reason: '-', by }, () => leaveOutDialog(asker, marked));
    }
    case 'settle': {
      if (own.attempts.length === 0) return refused('it has not started');
      const command = { type: 'settle', step: id, outcome: 'failed', reason: '-', by } as const;
      return opened(asker, command, () => settleDialog(asker));
    }
    case 'sign':
      return sign(asker);
    case 'note':
      return opened(asker, { type: 'note', step: id, text: '-', by }, () => noteDialog(asker));
    case 'ask':
      return asked(asker, marked.item);
    case 'pass':
      return answered(asker, marked.item, 'passed');
    case 'fail':
      return answered(asker, marked.item, 'failed');
    default:
      return answered(asker, marked.item, 'not-applicable');
  }
}

function act(asker: StepAsker, marked: Marked): Opening {
  const { step, own } = asker;
  if (own.status === 'unknown') return stepOpening('settle', asker, marked);
  if (own.status === 'failed') {
    const unchecked = workEndedWell(own) && step.checklist.length > 0;
    return unchecked ? checklist(asker) : stepOpening('retry', asker, marked);
  }
  if (own.status !== 'checking') return start(asker, false);
  return openItems(step, own).length > 0 ? checklist(asker) : sign(asker);
}

function start(asker: StepAsker, open: boolean): Opening {
  const command = { type: 'start', step: asker.step.id, by: '-', open } as const;
  const part = open ? openWork(asker.state, asker.step, asker.own) : undefined;
  return opened(asker, command, () => startDialog(asker, part));
}

/** A way on from a failed step, as things are by then. */
function wayOn(way: Way, asker: StepAsker, marked: Marked): Opening {
  switch (way) {
    case 'all':
    case 'open':
      return start(asker, way === 'open');
    case 'hold':
    case 'fallback':
      return runOpening(way, { ...asker, ...marked });
    default:
      return stepOpening(way, asker, marked);
  }
}

function edit(asker: StepAsker): Opening {
  const { step, own } = asker;
  const action = editableActions(asker)[0] ?? step.actions[0];
  if (action === undefined) return refused('people do this step: there is no command to edit');
  const text = `${textOf(own, action)} `;
  const command = {
    type: 'edit',
    step: step.id,
    action: action.index,
    text,
    diff: '',
    reason: '-',
    by: '-',
  } as const;
  return opened(asker, command, () => editDialog(asker));
}

const runIntents: ReadonlySet<Intent> = new Set(['fallback', 'end', 'hold', 'shell']);

const commanding: ReadonlySet<Intent> = new Set([
  ...runIntents,
  'act',
  'skip',
  'retry',
  'recycle',
  'stop',
  'settle',
  'sign',
  'pass',
  'fail',
  'not-applicable',
  'ask',
  'note',
  'by-hand',
  'edit',
  'host',
]);
