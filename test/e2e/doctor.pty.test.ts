import { afterEach, expect, test } from 'vitest';
import { type Gonogo, openGonogo } from './gonogo.ts';

let gonogo: Gonogo | undefined;
afterEach(async () => {
  await gonogo?.end();
  gonogo = undefined;
});

test('a terminal is asked what it can do, and nothing of its answer is left on it', async () => {
  gonogo = await openGonogo({ LANG: 'C.UTF-8' });
  const terminal = gonogo.screen(['doctor'], { cols: 100, rows: 40 });
  const { code } = await terminal.exit;
  const text = terminal.text();
  expect(code, text).toBe(0);
  expect(text).toContain('ok    terminal     100 columns, 40 rows');
  expect(text).toMatch(/ok {4}terminal {5}alternate screen[,;]/);
  expect(text).toMatch(/Fit to run a plan/);
  expect(text).not.toMatch(/\$y|\[\?|;\d+c/);
  expect(terminal.alternateScreen()).toBe(false);
});

test('one that is too small is bad', async () => {
  gonogo = await openGonogo({ LANG: 'C.UTF-8' });
  const terminal = gonogo.screen(['doctor'], { cols: 60, rows: 40 });
  expect((await terminal.exit).code).toBe(4);
  expect(terminal.text()).toContain('60 columns, 40 rows: too small');
});
