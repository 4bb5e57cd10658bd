import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredEvent } from '../../source/journal/journal.ts';
import { type Gonogo, openGonogo, program } from './gonogo.ts';

let gonogo: Gonogo;
beforeEach(async () => {
  gonogo = await openGonogo();
});
afterEach(() => gonogo.end());

const run = ['run', 'test/fixtures/plans/local.md', '--plain', '--as', 'Thomas'];
const begin = [...run, '--start', '-30m'];

function typesOf(events: readonly StoredEvent[]): readonly string[] {
  return events.map(({ event }) => event.type);
}

test.each(['SIGTERM', 'SIGHUP'] as const)(
  '%s in the middle of a step: nothing of what is still in the pipe begins, and the record is whole',
  async (signal) => {
    const lines = ['start slow to begin with it', 'wait slow', 'start write', 'wait write', 'start look'];
    const { child, until, ended } = gonogo.start(begin, lines);
    await until('local | begun');
    child.kill(signal);
    const { code, out, err } = await ended;
    expect([code, err], out).toEqual([8, expect.stringMatching(/^Run [0-9A-Z]{4} is still open\./)]);
    const events = await gonogo.events();
    const started = events.flatMap(({ event }) => (event.type === 'step.started' ? [event.step] : []));
    expect(started).toEqual(['slow']);
    expect(typesOf(events).slice(-2)).toEqual(['target.launched', 'session.closed']);
  },
);

test('whoever read the lines has gone: it leaves in good order, without a stack trace', async () => {
  const lines = ['start write', 'wait write', 'status', 'start slow', 'wait slow'];
  const pipe = spawn('sh', ['-c', '"$0" "$@" | head -n 3', process.execPath, program, ...begin], {
    env: gonogo.env,
  });
  pipe.stdin.on('error', () => undefined);
  pipe.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [out, err] = await Promise.all([text(pipe.stdout), text(pipe.stderr), once(pipe, 'close')]);
  expect(out.trimEnd().split('\n')).toHaveLength(3);
  expect(err).not.toMatch(/\n\s+at |EPIPE|internal error/);
  expect(typesOf(await gonogo.events()).at(-1)).toBe('session.closed');
});

test('a second gonogo on the same run is refused, whatever it is called by', async () => {
  const first = gonogo.start(begin, ['start slow to begin with it']);
  await first.until('local | begun');
  const refused = {
    code: 2,
    out: '',
    err: expect.stringMatching(
      new RegExp(`^run [0-9A-Z]{4} is open in another terminal \\(process ${first.child.pid} on `),
    ),
  };
  expect(await gonogo.plain(run, [])).toEqual(refused);
  expect(await gonogo.plain(['join', 'last', '--plain'], [])).toEqual(refused);
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(8);
  const opened = typesOf(await gonogo.events()).filter((type) => type === 'session.opened');
  expect(opened).toHaveLength(1);
});
