import type { KeyContext } from './keymap.ts';
import type { View } from './view.ts';

/** Where keys are looked for, the first place first. */
export function keyContexts(view: View, base: 'run' | 'replay'): readonly KeyContext[] {
  return view.help === undefined ? [...soughtContexts(view), ...splitContexts(view), base] : ['help'];
}

/** Keys of their own while something in the log is looked for. */
export function soughtContexts({ reading }: Pick<View, 'reading'>): readonly KeyContext[] {
  if (reading.search !== undefined) return ['searching'];
  return reading.filter === undefined && reading.hit === undefined ? [] : ['filtering'];
}

/** Keys that move between panes. */
export function splitContexts({ split }: Pick<View, 'split'>): readonly KeyContext[] {
  return split?.shown === true ? ['split'] : [];
}
