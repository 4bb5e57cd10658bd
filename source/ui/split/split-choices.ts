import type { Step } from '../../plan/plan.ts';
import { runningSteps } from '../../run/select.ts';
import { goesOn, type HostState, hostStates, inTrouble } from '../../session/host-states.ts';
import type { Silences } from '../../session/silences.ts';
import type { LogLook, LogMove } from '../log/log-keys.ts';
import { shownTarget } from '../shown.ts';
import type { Message } from '../view.ts';
import { mostPanes } from './split-layout.ts';
import { type PanePlace, paneSights, type SplitChange } from './split-view.ts';

export type SplitLook = LogLook & { readonly silences: Silences; readonly now: number };

type SplitKey = {
  readonly key: string;
  readonly label: string;
  readonly choose: (look: SplitLook) => LogMove;
};

/** The keys after the one that splits. */
export const splitKeys: readonly SplitKey[] = [
  { key: 'h', label: 'hosts', choose: hostsOfStep },
  { key: 's', label: 'steps that run', choose: stepsThatRun },
  { key: 'a', label: 'add', choose: addThis },
  { key: 'x', label: 'remove', choose: takeOut },
  { key: '|', label: 'hide or show', choose: hideOrShow },
];

/** What one of these keys does. */
export function splitChoice(key: string, look: SplitLook): LogMove {
  const found = splitKeys.find((one) => one.key === key);
  return found === undefined ? refuse(`${key} splits nothing`) : found.choose(look);
}

/** Those that somebody watches: what is in trouble first, then what runs; when all is over, what has written. */
function hostsOfStep(look: SplitLook): LogMove {
  const { step, logs } = look;
  if (!hasLog(step)) return refuse('people do this step: no host runs anything');
  const states = hostStates({ ...look, step, written: logs.targets(step.id) });
  const watched = states.filter(({ phase }) => inTrouble.has(phase) || goesOn.has(phase));
  const known = watched.length > 0 ? watched : states.filter(({ phase }) => phase !== 'waiting');
  if (known.length === 0) return refuse('none of its hosts has begun');
  const first = known.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, mostPanes);
  const panes = known.filter((state) => first.includes(state));
  return {
    ...change({ type: 'open', panes: panes.map(({ target }) => ({ step: step.id, target })) }),
    ...left(known.length, 'hosts, what is in trouble first; each pane can be turned to another one'),
  };
}

function rankOf({ phase }: HostState): number {
  return inTrouble.has(phase) ? 0 : 1;
}

function stepsThatRun({ state }: SplitLook): LogMove {
  const running = runningSteps(state);
  if (running.length === 0) return refuse('no step runs now');
  const panes = running.slice(0, mostPanes).map(({ id }) => ({ step: id, target: undefined }));
  return { ...change({ type: 'open', panes }), ...left(running.length, 'steps that run') };
}

function addThis({ view, state, step }: SplitLook): LogMove {
  if (!hasLog(step)) return refuse('people do this step: it has no log');
  const panes = view.split === undefined ? [] : paneSights(view, view.split);
  if (panes.length >= mostPanes) {
    const how = view.split?.shown === true ? '| x removes the one with the focus' : '| | shows them';
    return refuse(`the split has four panes, which is all it takes: ${how}`);
  }
  const pane: PanePlace = { step: step.id, target: shownTarget(state, step, view) };
  const twice = panes.some(({ selected, target }) => selected === pane.step && target === pane.target);
  const next = twice
    ? 'the same log once more: turn it to another host'
    : 'move on and press | a for the next';
  const count = panes.length + 1;
  const added = change({ type: 'add', pane });
  return { ...added, ...said('good', `pane ${count} of at most four; ${next}`) };
}

function takeOut({ view: { split } }: SplitLook): LogMove {
  if (split?.shown !== true) return refuse('there is no split on the screen');
  return split.focus === 0
    ? refuse('which one? Go to a pane first: tab, or its number')
    : change({ type: 'take-out' });
}

function hideOrShow({ view: { split } }: SplitLook): LogMove {
  if (split === undefined) return refuse('there was no split yet: h, s or a begins one');
  return change({ type: split.shown ? 'put-away' : 'show' });
}

function hasLog(step: Step | undefined): step is Step {
  return step !== undefined && step.actions.length > 0;
}

function left(count: number, what: string): { readonly say?: Message } {
  return count > mostPanes ? said('warn', `4 of ${count} ${what}`) : {};
}

function change(what: SplitChange): LogMove {
  return { actions: [{ type: 'split', change: what }] };
}

function refuse(text: string): LogMove {
  return { actions: [], ...said('warn', text) };
}

function said(tone: Message['tone'], text: string): { readonly say: Message } {
  return { say: { tone, text } };
}
