import { expect, test } from 'vitest';
import { type JobResult, LEFT } from '../../source/execute/executor.ts';
import { createRehearsalExecutor, type RehearsalOptions } from '../../source/execute/rehearsal-executor.ts';
import { rehearsalLines } from '../../source/execute/rehearsal-lines.ts';
import type { Action } from '../../source/plan/plan.ts';
import { createRandom, seedFor } from '../../source/run/random.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { makeJob } from '../helpers/action-job.ts';
import { sh } from '../helpers/plan.ts';
import { stepOf } from '../plan/write-plan.ts';

const minute = 60_000;
const from = Date.parse('2009-08-18T12:00:00Z');

const settled = () => new Promise((resolve) => setImmediate(resolve));

type Rehearse = {
  readonly action?: Action | Partial<Action>;
  readonly job?: Parameters<typeof makeJob>[1];
  readonly options?: Partial<RehearsalOptions>;
};

function rehearse({ action = sh(['sakaiprod1'], { text: 'a\nb\n' }), job, options }: Rehearse = {}) {
  const clock = createManualClock(from);
  const executor = createRehearsalExecutor({
    after: clock.after,
    now: clock.now,
    seed: 7,
    durationOf: () => 10 * minute,
    ...options,
  });
  const made = makeJob(action, { target: 'sakaiprod1', ...job });
  let ended: JobResult | undefined;
  const performing = executor.perform(made.job).then((performed) => {
    if (performed !== LEFT) ended = performed;
    return performed;
  });
  const at = async (ms: number) => {
    clock.advance(from + ms - clock.now());
    await settled();
    return ended;
  };
  return { ...made, executor, clock, at, performing };
}

test('a job says what it would do, and takes its time, past its limit, too', async () => {
  const { at, output } = rehearse({ job: { timeout: 5 * minute } });
  expect(output()).toBe('rehearsal: would run on sakaiprod1: a\n');
  expect(await at(10 * minute - 1)).toBeUndefined();
  expect(output()).toBe('rehearsal: would run on sakaiprod1: a\nrehearsal: then b\n');
  expect(await at(10 * minute)).toEqual({ result: { type: 'exited', code: 0 } });
  expect(output()).toMatch(/rehearsal: ended, exit 0\n$/);
});

test('a job without a length ends at once', async () => {
  const { at } = rehearse({ options: { durationOf: () => 0 } });
  expect(await at(0)).toEqual({ result: { type: 'exited', code: 0 } });
});

test('a fault comes on the way, at the same time for the same seed, at others for another', async () => {
  const endOf = async (seed: number, target = 'sakaiprod1') => {
    const { clock, performing } = rehearse({
      options: { seed, fault: () => 'fail' },
      job: { target },
    });
    const ended = performing.then(() => clock.now());
    for (let ms = 0; ms < 12 * minute; ms += 10_000) {
      clock.advance(10_000);
      await settled();
    }
    return await ended;
  };
  const first = await endOf(1);
  expect(await endOf(1)).toBe(first);
  expect(first).toBeLessThan(from + 10 * minute);
  const others = await Promise.all([endOf(2), endOf(3), endOf(1, 'sakaiprod2'), endOf(1, 'sakaiprod3')]);
  expect(new Set([first, ...others]).size).toBeGreaterThan(2);
});

test('a stop ends it at that moment', async () => {
  const { at, stop, output, performing } = rehearse();
  await at(minute);
  stop();
  expect(await performing).toEqual({ result: { type: 'stopped' } });
  await at(20 * minute);
  expect(output()).toMatch(/rehearsal: stopped\n$/);
});

test('faults: an exit code, a lost connection', async () => {
  const outcome = async (fault: 'fail' | 'lose', action: Action | Partial<Action> = sh(['web1'])) => {
    const { at } = rehearse({ action, options: { fault: () => fault } });
    return (await at(15 * minute))?.result;
  };
  expect(await outcome('fail')).toEqual({ type: 'exited', code: 1 });
  expect(await outcome('fail', { kind: 'sql' })).toEqual({ type: 'failed', reason: 'failed, as rehearsed' });
  expect(await outcome('lose')).toMatchObject({ type: 'lost' });
});

test('a lost host takes all that runs there along, and nothing begins there any more', async () => {
  const clock = createManualClock(from);
  const executor = createRehearsalExecutor({
    after: clock.after,
    now: clock.now,
    seed: 7,
    durationOf: ({ step }) => (step === 'long' ? 60 : 10) * minute,
    fault: ({ target, step }) => (target === 'web1' && step !== 'long' ? 'lose' : undefined),
    lost: ['web9'],
  });
  const perform = async (job: Parameters<typeof makeJob>[1]) => {
    const performed = await executor.perform(makeJob(sh([job?.target ?? '']), job).job);
    return performed === LEFT ? LEFT : performed.result.type;
  };
  const long = perform({ target: 'web1', step: 'long' });
  const first = perform({ target: 'web1', step: 'first' });
  const elsewhere = perform({ target: 'web2', step: 'first' });
  clock.advance(10 * minute);
  expect(await Promise.all([long, first, elsewhere])).toEqual(['lost', 'lost', 'exited']);
  expect(await perform({ target: 'web1', step: 'next' })).toBe('refused');
  expect(await perform({ target: 'web1', step: 'first', mode: 'attach' })).toBe('lost');
  expect(await perform({ target: 'web9' })).toBe('refused');
});

test('a marker that another one was written after is not the newest of its database; of a copy nobody can tell', async () => {
  const check = (name: string) => ({ kind: 'marker' as const, marker: { verb: 'check' as const, name } });
  const fact = (name: string, at: number, database = 'sakai') => ({ name, database, token: name, at });
  const look = async (name: string, database: string, ...facts: readonly ReturnType<typeof fact>[]) => {
    const markers = Object.fromEntries(facts.map((each) => [each.name, each]));
    const job = { context: { planTitle: '', summary: '', markers } };
    const action = { ...check(name), on: { type: 'database' as const, name: database } };
    return (await rehearse({ action, job }).at(11 * minute))?.result;
  };
  const facts = [fact('release', 1), fact('scripts', 2)];
  expect(await look('release', 'sakai', ...facts)).toEqual({
    type: 'failed',
    reason: 'marker scripts was written after release',
  });
  expect(await look('scripts', 'sakai', ...facts)).toMatchObject({ type: 'exited' });
  expect(await look('release', 'backup', ...facts)).toMatchObject({ type: 'exited' });
  expect(await look('release', 'sakai', fact('release', 1), fact('other', 2, 'else'))).toMatchObject({
    type: 'exited',
  });
});

test('a marker is a fact of the rehearsal, and only a known one is found', async () => {
  const marker = (verb: 'set' | 'check') => ({ kind: 'marker' as const, marker: { verb, name: 'release' } });
  const set = await rehearse({ action: marker('set') }).at(11 * minute);
  expect(set?.result).toEqual({ type: 'exited', code: 0 });
  const fact = set?.marker;
  if (fact === undefined) throw new Error('no fact');
  expect(fact).toMatchObject({
    name: 'release',
    database: 'sakai',
    token: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(fact.at).toBeGreaterThan(from);
  const context = { planTitle: '', summary: '', markers: { release: fact } };
  const known = await rehearse({ action: marker('check'), job: { context } }).at(11 * minute);
  expect(known).toEqual({ result: { type: 'exited', code: 0 } });
  const unknown = await rehearse({ action: marker('check') }).at(11 * minute);
  expect(unknown?.result).toEqual({
    type: 'failed',
    reason: 'the journal of this run knows no marker release: it was not set',
  });
});

test.for<[Partial<Action>, string, string]>([
  [sh([], { text: '\n# why\nmake\n' }), 'local', 'run on this machine: make'],
  [{ kind: 'sql', text: '-- why\nselect 1;' }, 'db:sakai', 'run in database sakai: select 1;'],
  [{ kind: 'marker', marker: { verb: 'check', name: 'm' } }, 'db:sakai', 'check marker m in database sakai'],
  [{ kind: 'mail', text: 'Done', subject: 'Live', on: { type: 'mail' } }, 'mail', 'send a mail "Live": Done'],
  [{ kind: 'mail', text: 'Done', attach: 'report' }, 'mail', 'send a mail with the report: Done'],
])('%j', ([action, target, line]) => {
  expect(rehearse({ action, job: { target } }).output()).toBe(`rehearsal: would ${line}\n`);
});

test('a long script is not read out, and nothing in it reaches the terminal as a control', async () => {
  const text = ['\u001b[2J', ...Array.from({ length: 20 }, (_, index) => `line ${index}`)].join('\n');
  const { at, output } = rehearse({ action: sh(['web1'], { text }) });
  await at(11 * minute);
  const lines = output().trimEnd().split('\n');
  expect(lines).toHaveLength(9);
  expect(lines.at(-2)).toBe('rehearsal: and 14 more lines');
  expect(output()).not.toContain('\u001b');
});

test('closing leaves running jobs to go on', async () => {
  const { executor, performing } = rehearse();
  await executor.close();
  expect(await performing).toBe(LEFT);
});

test('random numbers repeat with their seed and fill the range', () => {
  const draw = (seed: number) => Array.from({ length: 1000 }, createRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(Math.min(...draw(3))).toBeLessThan(0.01);
  expect(Math.max(...draw(3))).toBeGreaterThan(0.99);
  expect(Math.max(...draw(3))).toBeLessThan(1);
  expect(seedFor(1, 'a/1')).not.toBe(seedFor(1, 'a/2'));
});

test('a wait for a moment lasts until then; any other as long as the plan gives it', async () => {
  const clock = { left: () => 7 * minute, start: from, zone: 'UTC' };
  const context = { planTitle: '', markers: {}, summary: '', clock };
  const until = { type: 'offset', anchor: 'S', offset: 7 * minute } as const;
  const text = 'until S + 7m';
  const action = sh([], { kind: 'wait', text, wait: { until, text, interval: 1_000 } });
  const { at, output } = rehearse({ action, job: { target: 'local', context } });
  expect(output()).toBe('rehearsal: would wait for: until S + 7m\n');
  expect(await at(7 * minute - 1)).toBeUndefined();
  expect(await at(7 * minute)).toEqual({ result: { type: 'exited', code: 0 } });
});

test('a request is shown as it would be made, with what it expects', async () => {
  const main = [
    '- (S + 0 QC) Look {#a for=1m}',
    '  ```http on=@head expect=200 body="UP"',
    '  GET http://$host/$tag',
    '  ```',
  ].join('\n');
  const [action] = stepOf({ main }, 'a').actions;
  const { output, at } = rehearse({ action: action ?? {}, job: { target: 'web1', env: { tag: 'a/b' } } });
  await at(10 * minute - 1);
  expect(output()).toBe(
    'rehearsal: would ask from this machine: GET http://web1/a%2Fb\nrehearsal: expects 200, body /UP/\n',
  );
});

test('what would be watched is told', () => {
  const { job } = makeJob(
    { kind: 'sh', text: 'restore', watch: 'sakai', on: { type: 'local' } },
    { target: 'local' },
  );
  expect(rehearsalLines(job)).toEqual([
    'rehearsal: would run on this machine: restore',
    'rehearsal: database sakai watched meanwhile',
  ]);
});
