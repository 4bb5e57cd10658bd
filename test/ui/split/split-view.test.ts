import { expect, test } from 'vitest';
import { paneSights, type SplitChange } from '../../../source/ui/split/split-view.ts';
import { initialView, reduceView, type View, type ViewAction } from '../../../source/ui/view.ts';

function after(view: View, ...actions: readonly (ViewAction | SplitChange)[]): View {
  return actions.reduce<View>((now, action) => {
    return reduceView(now, isChange(action) ? { type: 'split', change: action } : action);
  }, view);
}

function isChange(action: ViewAction | SplitChange): action is SplitChange {
  return ['open', 'add', 'take-out', 'put-away', 'show', 'focus'].includes(action.type);
}

const places = (view: View): readonly string[] =>
  view.split === undefined
    ? []
    : paneSights(view, view.split).map(({ selected, target }) => `${selected} ${target ?? 'all'}`);

const step = 'deploy';
const hosts = ['web1', 'web2', 'web3'].map((target) => ({ step, target }));
const opened = after(initialView, { type: 'open', panes: hosts });

test('a split begins at its first pane, and every key means that one', () => {
  expect(places(opened)).toEqual(['deploy web1', 'deploy web2', 'deploy web3']);
  expect(opened).toMatchObject({ selected: 'deploy', target: 'web1', turned: true, pane: 'step' });
});

test('each pane has a place, a search, a filter and ways of reading of its own', () => {
  const view = after(
    opened,
    { type: 'scroll', step, top: 40 },
    { type: 'read', step, reading: { filter: 'ERROR', wrap: true } },
    { type: 'focus', pane: 2 },
    { type: 'hit', step, hit: 9, top: 4 },
  );
  expect(view).toMatchObject({ target: 'web2', top: 4, reading: { hit: 9, filter: undefined, wrap: false } });
  expect(after(view, { type: 'focus', pane: 1 })).toMatchObject({
    target: 'web1',
    top: 40,
    reading: { hit: undefined, filter: 'ERROR', wrap: true },
  });
});

test('another step is for the timeline: the panes stay as they were chosen', () => {
  const view = after(opened, { type: 'focus', pane: 3 }, { type: 'select', step: undefined });
  expect(view).toMatchObject({ selected: undefined, target: undefined, pane: 'timeline' });
  expect(places(view)).toEqual(places(opened));
  const moved = after(view, { type: 'select', step: 'after' });
  expect(moved.selected).toBe('after');
  expect(places(moved)).toEqual(places(opened));
  expect(after(opened, { type: 'select', step: 'deploy' })).toBe(opened);
});

test('what is looked at is added as it is read, and picked one by one in the timeline', () => {
  const read = after(initialView, { type: 'pane', pane: 'step' }, { type: 'scroll', step: 'check', top: 7 });
  const one = after(read, { type: 'add', pane: { step: 'check', target: undefined } });
  expect(one).toMatchObject({ selected: 'check', top: 7, turned: true, split: { focus: 1 } });
  const two = after(one, { type: 'add', pane: { step: 'check', target: undefined } });
  expect(places(two)).toEqual(['check all', 'check all']);
  expect(two.split?.focus).toBe(2);
  const picked = after(
    initialView,
    { type: 'add', pane: { step: 'check', target: undefined } },
    { type: 'select', step: 'deploy' },
    { type: 'add', pane: { step: 'deploy', target: undefined } },
  );
  expect(places(picked)).toEqual(['check all', 'deploy all']);
  expect(picked).toMatchObject({ pane: 'timeline', split: { focus: 0 } });
});

test('a pane is taken out, and with the last one the split', () => {
  const view = after(opened, { type: 'focus', pane: 3 }, { type: 'take-out' });
  expect(places(view)).toEqual(['deploy web1', 'deploy web2']);
  expect(view.target).toBe('web2');
  const none = after(view, { type: 'take-out' }, { type: 'take-out' });
  expect(none).toMatchObject({ split: undefined, selected: 'deploy', target: 'web1' });
  const beside = after(opened, { type: 'focus', pane: 0 });
  expect(after(beside, { type: 'take-out' })).toBe(beside);
});

test('put away it shows the log of the pane alone; the others come back as they were', () => {
  const view = after(
    opened,
    { type: 'focus', pane: 2 },
    { type: 'scroll', step, top: 5 },
    { type: 'put-away' },
  );
  expect(view).toMatchObject({ target: 'web2', top: 5, split: { shown: false } });
  const elsewhere = after(view, { type: 'select', step: 'after' });
  expect(elsewhere.selected).toBe('after');
  const back = after(elsewhere, { type: 'show' });
  expect(back).toMatchObject({ target: 'web2', top: 5, split: { shown: true, focus: 2 } });
  expect(places(back)).toEqual(places(opened));
  expect(after(back, { type: 'focus', pane: 0 }).selected).toBe('after');
});

test('a log looked at while the split is away can be added to it', () => {
  const view = after(
    opened,
    { type: 'put-away' },
    { type: 'target', step: 'after', target: 'db1' },
    { type: 'add', pane: { step: 'after', target: 'db1' } },
  );
  expect(places(view)).toEqual([...places(opened), 'after db1']);
  expect(view).toMatchObject({ target: 'db1', split: { shown: true, focus: 4 } });
});

test('a checklist that has to be seen takes the place of the split', () => {
  const view = after(opened, { type: 'uncover', step: 'deploy' });
  expect(view).toMatchObject({ pane: 'step', zoom: false, split: { shown: false } });
  expect(places(after(view, { type: 'show' }))).toEqual(places(opened));
});

test('new panes take the place of the old ones; what goes with the timeline stays', () => {
  const beside = after(
    opened,
    { type: 'focus', pane: 0 },
    { type: 'select', step: 'after' },
    { type: 'zoom' },
  );
  const view = after(
    beside,
    { type: 'focus', pane: 1 },
    { type: 'open', panes: [{ step: 'x', target: 'db1' }] },
  );
  expect(places(view)).toEqual(['x db1']);
  expect(view.zoom).toBe(false);
  expect(after(view, { type: 'focus', pane: 0 }).selected).toBe('after');
});

test('there is no way to a pane that is not there', () => {
  expect(after(opened, { type: 'focus', pane: 4 })).toBe(opened);
  expect(after(initialView, { type: 'focus', pane: 1 }, { type: 'show' }, { type: 'put-away' })).toBe(
    initialView,
  );
});
