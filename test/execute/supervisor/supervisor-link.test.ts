import { expect, test } from 'vitest';
import type { Link } from '../../../source/execute/executor.ts';
import { createLinkReport } from '../../../source/execute/supervisor/supervisor-link.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';

function setUp(random: () => number) {
  const timers = manualTimers();
  const links: Link[] = [];
  const link = createLinkReport({ onLink: (each) => links.push(each), timers, random });
  /** How long it waits before the next try. */
  const wait = async () => {
    let over = false;
    void link.backOff('the cable').then(() => {
      over = true;
    });
    let waited = 0;
    while (!over) {
      timers.pass(50);
      waited += 50;
      await Promise.resolve();
      await Promise.resolve();
    }
    return waited;
  };
  return { timers, links, link, wait };
}

test('waits longer after each try, half a minute at most, and begins anew after an answer', async () => {
  const { link, wait } = setUp(() => 1 - Number.EPSILON);
  const waits: number[] = [];
  for (let i = 0; i < 8; i += 1) waits.push(await wait());
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  link.sign();
  expect(await wait()).toBe(500);
});

test('spreads the tries of many hosts over half of the time', async () => {
  expect(await setUp(() => 0).wait()).toBe(250);
  expect(await setUp(() => 0.5).wait()).toBe(400);
});

test('tells each change once, with the time of the last answer', async () => {
  const { timers, link, links, wait } = setUp(() => 0);
  timers.pass(700);
  link.sign();
  timers.pass(5_000);
  link.down('does not answer', 700);
  await wait();
  link.sign();
  link.sign();
  await wait();
  expect(links).toEqual([
    { type: 'down', since: 700, reason: 'does not answer' },
    { type: 'up' },
    { type: 'down', since: 5_950, reason: 'the cable' },
  ]);
});

test('says nothing any more once it is stopped', async () => {
  const { link, links } = setUp(() => 0);
  link.stop();
  link.down('gone', 0);
  link.sign();
  expect(links).toEqual([]);
});
