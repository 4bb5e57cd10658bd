import { expect, test } from 'vitest';
import type { PlaceStart, ShellPlace } from '../../../source/execute/shell/shell-place.ts';
import { killJob } from '../../../source/execute/supervisor/supervisor-kill.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';

test('a kept way that carries nothing is not waited for: the kill takes another one', async () => {
  const timers = manualTimers();
  const ways: string[] = [];
  const place: ShellPlace = {
    name: 'head',
    run: (order, { which }) => {
      ways.push(which);
      if (which === 'kept') return new Promise<PlaceStart>(() => {});
      const [nonce = ''] = /gonogo-[0-9a-f]{32}/.exec(order.input) ?? [];
      order.stdout(Buffer.from(`${nonce} gone\n`));
      const channel = { write: () => {}, pause: () => {}, resume: () => {}, close: () => {} };
      const ended = new Promise<never>(() => {});
      return Promise.resolve({ type: 'started', channel: { ...channel, ended }, hostKey: undefined });
    },
  };
  const killed = killJob({ place, timers, grace: 500, name: 'RUN1.step', begun: () => true });
  timers.pass(6_000);
  expect(await killed).toEqual({ type: 'gone' });
  expect(ways).toEqual(['kept', 'fresh']);
});
