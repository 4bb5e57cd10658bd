import { expect, test } from 'vitest';
import { createLogFinder } from '../../source/ui/log/log-finder.ts';
import type { Sheet } from '../../source/ui/log/log-pane.ts';
import type { LogPage } from '../../source/ui/log/merged-log.ts';
import { look, unmeasured } from '../../source/ui/look.ts';
import { initialView, reduceView, type View } from '../../source/ui/view.ts';
import { nodes, startOnHosts } from '../helpers/many-hosts.ts';

function open(count: number, changes: Partial<View> = {}) {
  const { session, step } = startOnHosts(nodes(count));
  const finder = createLogFinder(session.logs);
  let view: View = { ...initialView, pane: 'step', ...changes };
  let sheet: Sheet | undefined;
  let logPage: LogPage | undefined;
  const press = (...intents: readonly Parameters<typeof look>[0][]): View => {
    for (const intent of intents) {
      const measured = { ...unmeasured, logHeight: 5, logPage, sheet };
      const action = look(intent, '', {
        view,
        state: session.state(),
        step,
        logs: session.logs,
        finder,
        measured,
      });
      if (action !== undefined) view = reduceView(view, action);
    }
    return view;
  };
  const measure = (next: Partial<Sheet>) => {
    sheet = { step: 'deploy', mode: 'grid', rows: 20, top: 0, cells: [], ...next };
  };
  const page = (next: LogPage) => {
    logPage = next;
  };
  return { press, measure, page, session };
}

test('the mode goes round, and begins where it would', () => {
  const { press } = open(20, { top: 7 });
  expect(press('log-mode')).toMatchObject({ mode: 'folded', top: undefined });
  expect(press('log-mode').mode).toBe('grid');
  expect(press('log-mode').mode).toBe('merged');
});

test('with one host there is only one mode', () => {
  expect(open(1).press('log-mode').mode).toBe('merged');
  expect(open(1, { mode: 'grid' }).press('log-mode').mode).toBe('merged');
});

test('the mode stays from step to step', () => {
  const view = reduceView({ ...initialView, mode: 'grid' }, { type: 'select', step: 'after' });
  expect(view.mode).toBe('grid');
});

const cells = [['node1', 'node2', 'node3'], ['node4', 'node5', 'node6'], ['node7']];

test('in the grid hosts are chosen along and across the rows', () => {
  const { press, measure } = open(7, { mode: 'grid' });
  measure({ cells });
  expect(press('next-target').target).toBe('node1');
  expect(press('next-target', 'next-target', 'next-target').target).toBe('node4');
  expect(press('next-target', 'next-target', 'up').target).toBe('node3');
  expect(press('down', 'down').target).toBe('node7');
  expect(press('down').target).toBe('node7');
  expect(press('next-target')).toMatchObject({ target: undefined, turned: true });
  expect(press('previous-target').target).toBe('node7');
});

test('where output is folded whole groups are chosen, and up and down scroll', () => {
  const { press, measure } = open(7, { mode: 'folded' });
  measure({ mode: 'folded', cells });
  expect(press('next-target').target).toBe('node1');
  expect(press('next-target').target).toBe('node4');
  expect(press('next-target', 'next-target').target).toBeUndefined();
  expect(press('down').top).toBe(1);
});

test('a sheet scrolls between its ends', () => {
  const { press, measure } = open(7, { mode: 'grid' });
  measure({ top: 3 });
  expect(press('page-up').top).toBe(0);
  expect(press('page-down').top).toBe(7);
  expect(press('follow').top).toBe(15);
  expect(press('top').top).toBe(0);
});

test('a page keeps one line of the page before, however many rows a line takes', () => {
  const { press, page, session } = open(1);
  session.print('deploy', 'node1', ...Array.from({ length: 30 }, (_, index) => `line ${index}`));
  expect(press('top', 'page-down').top).toBe(4);
  page({ back: 2, on: 3 });
  expect(press('page-down').top).toBe(6);
  expect(press('page-up').top).toBe(5);
  page({ back: 1, on: 1 });
  expect(press('page-down').top).toBe(6);
  expect(press('page-up').top).toBe(5);
});

test('what was measured of another step counts for nothing', () => {
  const { press, measure } = open(7, { mode: 'grid' });
  measure({ step: 'after', cells });
  expect(press('down').target).toBeUndefined();
});
