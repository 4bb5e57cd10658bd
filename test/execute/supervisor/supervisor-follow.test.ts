import { beforeEach, expect, test } from 'vitest';
import type { ChannelEnd } from '../../../source/execute/shell/shell-channel.ts';
import { createFollower, type FollowEnd } from '../../../source/execute/supervisor/supervisor-follow.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';

const nonce = 'gonogo-0123';
const seal = '0123456789abcdef0123456789abcdef';
const sealed = `\x1e${seal}`;
let timers = manualTimers();
beforeEach(() => {
  timers = manualTimers();
});

function setUp(
  take: (text: string) => void | Promise<void> = () => {},
  delivered = { stdout: 0, stderr: 0 },
) {
  const asked: string[] = [];
  const begun: (number | undefined)[] = [];
  const silences: number[] = [];
  const held: string[] = [];
  let output = '';
  let end: FollowEnd | undefined;
  const channelEnd = Promise.withResolvers<ChannelEnd>();
  const follower = createFollower({
    nonce,
    name: 'head',
    timers,
    delivered,
    onOutput: (stream, bytes) => {
      const text = Buffer.from(bytes).toString();
      output += stream === 'stderr' ? `!${text}` : text;
      return take(text);
    },
    onBegun: (pid) => begun.push(pid),
    onSign: () => {},
    onSilence: (since) => silences.push(since),
  });
  void follower.ended.then((settled) => {
    end = settled;
  });
  let closed = 0;
  follower.attend({
    write: (text) => asked.push(text.trim()),
    pause: () => held.push('pause'),
    resume: () => held.push('resume'),
    ended: channelEnd.promise,
    close: () => {
      closed += 1;
    },
  });
  const say = async (...lines: readonly string[]) => {
    for (const line of lines) {
      const text = line.startsWith('=') ? line.slice(1) : `${nonce} ${line}\n`;
      follower.streams.stdout(Buffer.from(text));
    }
    await settle();
  };
  const questions = () => asked.splice(0).join('');
  return {
    say,
    questions,
    begun,
    silences,
    held,
    follower,
    breakOff: async (how: ChannelEnd) => {
      channelEnd.resolve(how);
      await settle();
    },
    output: () => output,
    end: () => end,
    closed: () => closed,
  };
}

async function settle() {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
}

test('asks nothing before the first answer, then one question at a time, ever more seldom', async () => {
  const { say, questions } = setUp();
  timers.pass(1_000);
  expect(questions()).toBe('');
  await say('pid 77');
  const gaps: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    let gap = 0;
    while (questions() === '') {
      timers.pass(1);
      gap += 1;
    }
    timers.pass(100);
    expect(questions()).toBe('');
    gaps.push(gap);
    await say('.');
  }
  expect(gaps).toEqual([16, 32, 64, 128, 250, 250, 250]);
  for (let i = 0; i < 130; i += 1) {
    timers.pass(250);
    if (questions() === 'p') await say('.');
  }
  timers.pass(999);
  expect(questions()).toBe('');
  timers.pass(1);
  expect(questions()).toBe('p');
});

test('asks soon again while output flows, at once when woken or when there was more than an answer holds', async () => {
  const { say, questions, output } = setUp();
  await say('pid 77');
  timers.pass(16);
  await say('out', '=abc', '.');
  timers.pass(32);
  expect(questions()).toBe('pp');
  await say('wake');
  expect(questions()).toBe('');
  await say('out', '=d', 'err', '=e', '.');
  expect(questions()).toBe('p');
  await say('out', `=${'x'.repeat(8 * 1_024 * 1_024)}`, '.');
  expect(questions()).toBe('p');
  expect(output()).toMatch(/^abcd!ex+$/);
});

test('the exit counts when both streams have come to their seals, which nobody sees', async () => {
  const { say, end, questions, closed, output } = setUp();
  await say(`pid 77 ${seal}`);
  timers.pass(16);
  await say('out', `=${'x'.repeat(8 * 1_024 * 1_024)}`, 'exit 3 100.50 101.75 --');
  expect(end()).toBeUndefined();
  expect(questions()).toBe('pp');
  await say('out', `=yz${sealed.slice(0, 20)}`, 'exit 3 100.50 101.80 --');
  timers.pass(32);
  await say('out', `=${sealed.slice(20)}`, 'err', `=w`, 'exit 3 100.50 101.90 --');
  expect(end()).toBeUndefined();
  timers.pass(32);
  expect(questions()).toBe('pe');
  await say('err', `=${sealed}`, 'exit 3 100.50 102.00 --');
  expect(end()).toEqual({ type: 'exited', code: 3, ago: 1.5 });
  expect(closed()).toBe(1);
  expect(output()).toMatch(/^x+yz!w$/);
});

test('what a left behind child says after the seal is not the step’s, and is waited for by nobody', async () => {
  const { say, end, output } = setUp();
  await say(`pid 77 ${seal}`, 'wake', 'out', `=a${sealed}b`, '.', 'out', '=c', 'err', `=${sealed}`);
  await say('exit 0 1.00 1.00 --');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toBe('a');
});

test('when both seals came before the exit was seen, only the exit is asked for', async () => {
  const { say, end, questions } = setUp();
  await say(`pid 77 ${seal}`);
  timers.pass(16);
  await say('out', `=${sealed}`, 'err', `=${sealed}`, '.');
  timers.pass(32);
  expect(questions()).toBe('px');
  await say('exit 0 1.00 1.00 --');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
});

test('a stream of which we are told that it stayed silent is not asked for', async () => {
  const { say, end, questions, output } = setUp();
  await say(`pid 77 ${seal}`, 'wake err');
  expect(questions()).toBe('e');
  await say('err', `=a${sealed}`, 'exit 0 1.00 1.00 --');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toBe('!a');
});

test.each([
  ['f-', 'the disk of head was full, output is missing'],
  ['-f', 'the disk of head was full, output is missing'],
  ['c-', 'what kept the output on head was killed, some may be missing'],
])('what is missing (%s) is told in a line of its own after the last byte', async (lacks, words) => {
  const { say, end, output } = setUp();
  await say(`pid 77 ${seal}`, 'wake');
  const mark = (index: number) => (lacks[index] === 'f' ? '\x1e0' : sealed);
  await say('out', `=out${mark(0)}`, 'err', `=err${mark(1)}`, `exit 0 1.00 1.00 ${lacks}`);
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toBe(`out!err!\ngonogo: ${words}\n`);
});

test('a hole is not the end: the seal is waited for', async () => {
  const { say, end } = setUp();
  await say(`pid 77 ${seal}`, 'wake', 'out', '=a', 'err', `=${sealed}`, 'exit 0 1.00 1.00 c-');
  expect(end()).toBeUndefined();
  await say('out', `=b${sealed}`, 'exit 0 1.00 1.00 c-');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
});

test('a seal that does not come is waited for until it is quiet for five seconds, and that is told', async () => {
  const { say, end, output } = setUp();
  await say(`pid 77 ${seal}`, 'wake', 'err', `=${sealed}`, 'out', '=a', 'exit 0 1.00 1.00 --');
  timers.pass(3_000);
  await say('out', '=b', 'exit 0 1.00 4.00 --');
  timers.pass(4_900);
  await say('exit 0 1.00 8.90 --');
  expect(end()).toBeUndefined();
  timers.pass(250);
  await say('exit 0 1.00 9.15 --');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toBe('ab!gonogo: the end of the output on head did not come, some may be missing\n');
});

test('output that has no seal and no end is given up after a minute', async () => {
  const { say, end, output } = setUp();
  await say('pid 77', 'wake');
  for (let second = 0; second < 60; second += 1) {
    await say('out', '=x', 'exit 0 1.00 1.00 --');
    expect(end()).toBeUndefined();
    timers.pass(1_000);
  }
  await say('out', '=x', 'exit 0 1.00 61.00 --');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toMatch(/^x{61}!gonogo: the end .* did not come/);
});

test('somebody who has all already, our own line too, gets nothing twice', async () => {
  const { say, end, output } = setUp(undefined, { stdout: 600, stderr: 60 });
  await say(`pid 77 ${seal}`, 'wake', 'err', `=${'e'.repeat(3)}${sealed}`);
  await say('out', `=${'o'.repeat(512)}`, 'exit 0 1.00 1.00 f-');
  expect(end()).toMatchObject({ type: 'exited', code: 0 });
  expect(output()).toBe('');
});

test('what looked like the beginning of a seal is the job’s own where no seal can come any more', async () => {
  const { say, end, output } = setUp();
  await say(`pid 77 ${seal}`, 'wake', 'out', `=a${sealed.slice(0, 2)}`, 'gone');
  expect(end()).toMatchObject({ type: 'told', word: 'gone' });
  expect(output()).toBe(`a${sealed.slice(0, 2)}`);
});

test('what is quick and silent needs no question', async () => {
  const { say, end, questions } = setUp();
  await say('pid 77', 'exit 0 1.00 1.00 silent');
  expect(end()).toEqual({ type: 'exited', code: 0, ago: 0 });
  expect(questions()).toBe('');
});

test('a missing answer is told after five seconds, and the channel given up after twenty', async () => {
  const { say, end, silences, questions } = setUp();
  await say('pid 77');
  timers.pass(16);
  expect(questions()).toBe('p');
  timers.pass(4_999);
  expect(silences).toEqual([]);
  timers.pass(1);
  expect(silences).toEqual([0]);
  timers.pass(14_999);
  await settle();
  expect(end()).toBeUndefined();
  timers.pass(1);
  await settle();
  expect(end()).toMatchObject({ type: 'cut', reason: 'head has not answered for 20 s', heard: true });
});

test('a login may take a minute before it is given up', async () => {
  const { end, silences } = setUp();
  timers.pass(5_000);
  timers.pass(54_999);
  await settle();
  expect([silences, end()]).toEqual([[0], undefined]);
  timers.pass(1);
  await settle();
  expect(end()).toMatchObject({ type: 'cut', heard: false });
});

test('silence while we hold the output back means nothing', async () => {
  const taken = Promise.withResolvers<void>();
  const { say, end, silences, held } = setUp(() => taken.promise);
  await say('pid 77');
  timers.pass(16);
  await say('out', '=a');
  expect(held).toEqual(['pause']);
  timers.pass(3_600_000);
  expect([silences, end()]).toEqual([[], undefined]);
  taken.resolve();
  await settle();
  expect(held).toEqual(['pause', 'resume']);
  timers.pass(5_000);
  expect(silences).toHaveLength(1);
});

test('a folder that nobody claims is claimed after three seconds, and given up after six', async () => {
  const { say, questions, end } = setUp();
  await say('wait');
  let asked = '';
  for (let ms = 0; ms < 6_250 && end() === undefined; ms += 250) {
    timers.pass(250);
    const question = questions();
    asked += question;
    if (question !== '') await say('wait');
  }
  expect(asked).toMatch(/^p{11,14}n{10,13}$/);
  expect(end()).toEqual({ type: 'told', word: 'unclaimed', said: '' });
});

test('what comes before our first line is no output, and is told where none comes', async () => {
  const { say, breakOff, end, output } = setUp();
  await say('=This account is not available.\n');
  await breakOff({ type: 'exited', code: 1 });
  expect(end()).toMatchObject({
    type: 'cut',
    heard: false,
    end: { type: 'exited', code: 1 },
    said: 'This account is not available.\n',
  });
  expect(output()).toBe('');
});

test('an exit that is no number is not taken for one', async () => {
  const { say, end } = setUp();
  await say('pid 77', 'exit all-well 1 1 0');
  expect(end()).toMatchObject({ type: 'told', word: 'exit all-well 1 1 0' });
});

test('only numbers are process ids', async () => {
  const { say, begun } = setUp();
  await say('pid -1', 'pid 0', 'pid 12', 'pid 1e3', 'pid');
  expect(begun).toEqual([undefined, undefined, 12, undefined, undefined]);
});
