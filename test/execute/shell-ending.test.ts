import { expect, test } from 'vitest';
import { createEnding } from '../../source/execute/shell-ending.ts';
import type { TargetResult } from '../../source/run/event.ts';
import { manualTimers } from '../helpers/manual-timers.ts';

const lost: TargetResult = { type: 'lost', reason: 'the connection broke' };
const exited: TargetResult = { type: 'exited', code: 0 };

function setUp() {
  const timers = manualTimers();
  let said = '';
  const stderr = (bytes: Uint8Array) => {
    said += new TextDecoder().decode(bytes);
  };
  const ending = createEnding({ timers, stderr, quiet: 2_000, limit: 60_000 });
  let result: TargetResult | undefined;
  void ending.result.then((settled) => {
    result = settled;
  });
  const settled = async () => {
    await Promise.resolve();
    await Promise.resolve();
    return result;
  };
  return { timers, ending, settled, said: () => said };
}

test('an exit counts when the streams are closed', async () => {
  const { ending, settled } = setUp();
  ending.exited(exited);
  expect(await settled()).toBeUndefined();
  ending.closed(lost);
  expect(await settled()).toEqual(exited);
});

test('streams that close without an exit are lost, never code 0', async () => {
  const { ending, settled } = setUp();
  ending.closed(lost);
  expect(await settled()).toEqual(lost);
});

test('an open stream after the exit is given up once it is quiet', async () => {
  const { timers, ending, settled, said } = setUp();
  ending.exited(exited);
  timers.pass(1_900);
  ending.touched();
  timers.pass(1_900);
  expect(await settled()).toBeUndefined();
  timers.pass(100);
  expect(await settled()).toEqual(exited);
  timers.pass(60_000);
  expect(said()).toBe('');
});

test('a stream that never gets quiet is given up all the same, and the output says so once', async () => {
  const { timers, ending, settled, said } = setUp();
  ending.exited(exited);
  for (let second = 0; second < 60; second += 1) {
    expect(await settled()).toBeUndefined();
    timers.pass(1_000);
    ending.touched();
  }
  expect(await settled()).toEqual(exited);
  timers.pass(60_000);
  expect(said()).toBe(
    'gonogo: the output had not ended 60 s after the end of the commands: the rest is not kept\n',
  );
});

test('silence before the exit means nothing', async () => {
  const { timers, ending, settled } = setUp();
  ending.touched();
  timers.pass(3_600_000);
  expect(await settled()).toBeUndefined();
});
