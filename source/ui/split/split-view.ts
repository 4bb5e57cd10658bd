import type { Sight, View } from '../view.ts';

/** Several logs at once. What the one with the focus looks at is in the view itself, so every key means that one. */
export type Split = {
  /** False: put away; the same panes can come back. */
  readonly shown: boolean;
  /** What goes with the timeline, then each pane; the one with the focus as it was when it got it. */
  readonly sights: readonly Sight[];
  /** 0: the timeline. */
  readonly focus: number;
};

/** Undefined target: all hosts. */
export type PanePlace = { readonly step: string; readonly target: string | undefined };

export type SplitChange =
  /** These and no others. */
  | { readonly type: 'open'; readonly panes: readonly PanePlace[] }
  /** What is looked at now, read as it is now. */
  | { readonly type: 'add'; readonly pane: PanePlace }
  | { readonly type: 'take-out' }
  | { readonly type: 'put-away' }
  | { readonly type: 'show' }
  | { readonly type: 'focus'; readonly pane: number };

/** What each pane looks at. */
export function paneSights(view: View, split: Split): readonly Sight[] {
  return (split.shown ? keep(view, split) : split.sights).slice(1);
}

export function reduceSplit(view: View, change: SplitChange): View {
  const { split } = view;
  switch (change.type) {
    case 'open': {
      const sights = change.panes.map((pane) => pinned(fresh(view), pane));
      const beside = split?.shown === true ? keep(view, split)[0] : undefined;
      return bring(view, [beside ?? sightOf(view), ...sights], 1);
    }
    case 'add':
      return add(view, change.pane);
    case 'take-out':
      return split?.shown === true ? takeOut(view, split) : view;
    case 'put-away':
      return putAway(view);
    case 'show': {
      if (split === undefined || split.shown) return view;
      return bring(view, [sightOf(view), ...split.sights.slice(1)], Math.max(1, split.focus));
    }
    case 'focus':
      return split?.shown === true && change.pane < split.sights.length
        ? load(view, keep(view, split), change.pane)
        : view;
    default: {
      const never: never = change;
      return never;
    }
  }
}

/** One log again, that of the pane with the focus. */
export function putAway(view: View): View {
  const { split } = view;
  if (split?.shown !== true) return view;
  return { ...view, split: { ...split, shown: false, sights: keep(view, split) } };
}

/** Panes stay as they were chosen: another step is for the timeline. */
export function toTimeline(view: View): View {
  const { split } = view;
  return split?.shown === true && split.focus > 0 ? load(view, keep(view, split), 0) : view;
}

function add(view: View, place: PanePlace): View {
  const { split } = view;
  const before =
    split?.shown === true ? keep(view, split) : [sightOf(view), ...(split?.sights.slice(1) ?? [])];
  const sights = [...before, pinned(sightOf(view), place)];
  // Whoever picks them in the timeline goes on there.
  return bring(view, sights, view.pane === 'timeline' ? 0 : sights.length - 1);
}

function takeOut(view: View, split: Split): View {
  if (split.focus === 0) return view;
  const sights = keep(view, split).toSpliced(split.focus, 1);
  if (sights.length === 1) return { ...view, split: undefined };
  return load(view, sights, Math.min(split.focus, sights.length - 1));
}

function bring(view: View, sights: readonly Sight[], focus: number): View {
  return load({ ...view, zoom: false }, sights, focus);
}

function load(view: View, sights: readonly Sight[], focus: number): View {
  const pane = focus === 0 ? 'timeline' : 'step';
  return { ...view, ...sights[focus], pane, split: { shown: true, sights, focus } };
}

function keep(view: View, { sights, focus }: Split): readonly Sight[] {
  return sights.with(focus, sightOf(view));
}

function sightOf({ selected, mode, target, turned, top, text, item, reading }: View): Sight {
  return { selected, mode, target, turned, top, text, item, reading };
}

function pinned(sight: Sight, { step, target }: PanePlace): Sight {
  return { ...sight, selected: step, target, turned: true };
}

/** Read in the same way, at its end, and nothing looked for in it. */
function fresh(view: View): Sight {
  const reading = { ...view.reading, search: undefined, hit: undefined, filter: undefined };
  return { ...sightOf(view), mode: 'merged', top: undefined, text: undefined, item: undefined, reading };
}
