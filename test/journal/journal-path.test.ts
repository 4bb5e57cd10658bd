import { expect, test } from 'vitest';
import { defaultJournalPath } from '../../source/journal/journal-path.ts';

test.each([
  [{}, '/home/sandra/.local/state/gonogo/journal.sqlite'],
  [{ XDG_STATE_HOME: '/var/state' }, '/var/state/gonogo/journal.sqlite'],
  [{ XDG_STATE_HOME: '' }, '/home/sandra/.local/state/gonogo/journal.sqlite'],
  [{ XDG_STATE_HOME: 'relative/path' }, '/home/sandra/.local/state/gonogo/journal.sqlite'],
])('with %o it is %s', (env, path) => {
  expect(defaultJournalPath({ env, home: '/home/sandra' })).toBe(path);
});
