import type { Intent } from '../intent.ts';
import { besidePanes } from '../shown.ts';
import type { View, ViewAction } from '../view.ts';

/** Keys that go from pane to pane. Undefined: what the key does, it does to the pane with the focus. */
export function lookAtSplit(intent: Intent, key: string, view: View): ViewAction | undefined {
  const { split } = view;
  if (split?.shown !== true) return undefined;
  const count = split.sights.length;
  switch (intent) {
    case 'next-pane':
      return focus((split.focus + (key === 'shift+tab' ? count - 1 : 1)) % count);
    case 'split-pane':
      return Number(key) < count ? focus(Number(key)) : warn(`there is no pane ${key}`);
    case 'close-split':
      return { type: 'split', change: { type: 'put-away' } };
    default: {
      const beside = besidePanes(view);
      return beside !== undefined && ofLogs.has(intent) ? warn(beside) : undefined;
    }
  }
}

function focus(pane: number): ViewAction {
  return { type: 'split', change: { type: 'focus', pane } };
}

function warn(text: string): ViewAction {
  return { type: 'message', message: { tone: 'warn', text } };
}

const ofLogs: ReadonlySet<Intent> = new Set([
  'page-up',
  'page-down',
  'top',
  'follow',
  'log-mode',
  'previous-target',
  'next-target',
]);
