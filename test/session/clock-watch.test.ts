import { expect, test } from 'vitest';
import type { MachineReading } from '../../source/journal/machine-clock.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { type ClockJump, jumpsBetween, jumpWords, watchClocks } from '../../source/session/clock-watch.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const zone = 'America/Los_Angeles';
const wall = Date.parse('2009-08-18T13:02:10Z');
const before: MachineReading = { wall, up: 5 * hour, awake: 2 * hour };

/** The three clocks after so many milliseconds of each. */
function after(passed: MachineReading): MachineReading {
  return {
    wall: before.wall + passed.wall,
    up: before.up + passed.up,
    awake: before.awake + passed.awake,
  };
}

const told = (now: MachineReading) => jumpsBetween(before, now).map((jump) => jumpWords(jump, zone));

test('an ordinary second, a slow one, and a clock put right by little are nothing', () => {
  for (const passed of [
    { wall: second, up: second, awake: second },
    { wall: 9 * second, up: 9 * second, awake: 9 * second },
    { wall: 5900, up: second, awake: second },
    { wall: -3900, up: second, awake: second },
    // Uptime comes in hundredths of a second on some systems, in whole ones on others.
    { wall: second, up: 0, awake: second },
  ]) {
    expect(jumpsBetween(before, after(passed))).toEqual([]);
  }
});

test('asleep: the machine went on, and its processes did not', () => {
  const away = 10 * minute + 3 * second;
  expect(told(after({ wall: away, up: away, awake: 400 }))).toEqual([
    'this machine was asleep from 06:02:10 to 06:12:13: nothing started by itself',
  ]);
});

test('set: the clock jumped, and nobody slept', () => {
  expect(told(after({ wall: hour + second, up: second, awake: second }))).toEqual([
    'the clock of this machine was set forward by 1h at 06:02:11, to 07:02:11',
  ]);
  expect(told(after({ wall: second - 30 * minute, up: second, awake: second }))).toEqual([
    'the clock of this machine was set back by 30m at 06:02:11, to 05:32:11',
  ]);
  expect(told(after({ wall: 7 * second, up: second, awake: second }))).toHaveLength(1);
});

test('set right after sleep: both are told', () => {
  const away = 10 * minute;
  expect(told(after({ wall: away - 20 * second, up: away, awake: 400 }))).toEqual([
    'this machine was asleep from 06:02:10 to 06:12:10: nothing started by itself',
    'the clock of this machine was set back by 20s at 06:12:10, to 06:11:50',
  ]);
});

test('stopped: the machine was awake, and this program did not look', () => {
  const away = 5 * minute;
  expect(told(after({ wall: away, up: away, awake: away }))).toEqual([
    'gonogo itself stood still from 06:02:10 to 06:07:10: nothing started by itself',
  ]);
});

test('it looks every second, each time from where it looked before, until it is ended', () => {
  const clock = createManualClock(wall);
  let jumped = 0;
  const jumps: ClockJump[] = [];
  let looks = 0;
  const end = watchClocks({
    read: () => {
      looks += 1;
      const passed = clock.now() - wall;
      return { wall: clock.now() + jumped, up: before.up + passed, awake: before.awake + passed };
    },
    wall: clock,
    onJump: (jump) => jumps.push(jump),
  });
  clock.advance(minute);
  expect(jumps).toEqual([]);
  jumped = hour;
  clock.advance(minute);
  expect(jumps).toEqual([{ type: 'set', at: wall + minute + second, by: hour }]);
  expect(looks).toBe(121);
  end();
  clock.advance(minute);
  expect(looks).toBe(121);
});
