import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createMailExecutor, type WriteReport } from '../../../source/execute/mail/mail-executor.ts';
import { parseMailServer } from '../../../source/execute/mail/mail-server.ts';
import { resolveReference } from '../../../source/execute/reference.ts';
import type { Timers } from '../../../source/execute/timers.ts';
import type { Action } from '../../../source/plan/plan.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { type SmtpOptions, startSmtp, type TestSmtp } from '../../helpers/smtp.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function smtp(options?: SmtpOptions): Promise<TestSmtp> {
  const server = await startSmtp(options);
  cleanups.push(server.stop);
  return server;
}

type Send = {
  readonly url: string;
  readonly action?: Partial<Action>;
  readonly from?: string;
  readonly timeout?: number;
  readonly timers?: Timers;
  readonly report?: WriteReport;
};

function prepare({ url, action = {}, from = 'gonogo <gonogo@example.org>', timeout, timers, report }: Send) {
  const mail = { server: 'env:GONOGO_SMTP', from, to: ['release@example.org', 'Pat <pm@example.org>'] };
  const whole: Partial<Action> = { kind: 'mail', on: { type: 'mail' }, text: 'It is done.\n', ...action };
  const context = { planTitle: 'Gradebook 2 release', markers: {}, summary: 'S+0 done\nS+2m done\n' };
  const made = makeJob(whole, { target: 'mail', context, timeout });
  const resolve = (reference: string) => resolveReference(reference, { GONOGO_SMTP: url });
  const executor = createMailExecutor({ mail, resolve, timers, report });
  return { ...made, perform: () => executor.perform(made.job), executor };
}

async function send(options: Send) {
  const { perform, output } = prepare(options);
  return { ...(await perform()), output: output() };
}

function partWith(raw: string, name: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
  return raw.split(`--${boundary}`).find((part) => part.includes(name)) ?? '';
}

function header(raw: string, name: string): string | undefined {
  const [head = ''] = raw.split('\r\n\r\n');
  return new RegExp(`^${name}: (.*)$`, 'mi').exec(head)?.[1];
}

test('a mail has the text, a blank line and the run so far', async () => {
  const server = await smtp();
  const { result, output } = await send({ url: server.url });
  expect(result).toEqual({ type: 'exited', code: 0 });
  const [mail] = server.mails;
  expect(mail).toMatchObject({ from: 'gonogo@example.org', to: ['release@example.org', 'pm@example.org'] });
  const raw = mail?.raw ?? '';
  expect(header(raw, 'Subject')).toBe('Gradebook 2 release: scripts');
  expect(header(raw, 'To')).toBe('release@example.org, Pat <pm@example.org>');
  expect(header(raw, 'Content-Type')).toBe('text/plain; charset=utf-8');
  expect(raw.split('\r\n\r\n').slice(1).join('\n\n')).toBe('It is done.\n\nS+0 done\r\nS+2m done\r\n');
  const id = header(raw, 'Message-ID');
  expect(output).toContain(`accepted by 127.0.0.1:${server.port} for 2 receivers, message id ${id}\n`);
});

test('a mail that attaches the report carries it as a file, whole, and says so in its log', async () => {
  const server = await smtp();
  const html = `<!doctype html>\n<p>“${'grün '.repeat(300)}”</p>\n`;
  const report = async () => ({ name: 'gonogo-7K2F.html', html });
  const { result, output } = await send({ url: server.url, action: { attach: 'report' }, report });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(output).toMatch(/^mail .*, with gonogo-7K2F\.html \(2 kB\)\n/);
  const raw = server.mails[0]?.raw ?? '';
  expect(raw).toContain('It is done.');
  const [head = '', body = ''] = partWith(raw, 'gonogo-7K2F.html').split('\r\n\r\n');
  expect(head).toMatch(/^Content-Type: text\/html; charset=utf-8; name=gonogo-7K2F\.html\r$/m);
  expect(head).toContain('Content-Disposition: attachment; filename=gonogo-7K2F.html');
  expect(Buffer.from(body, 'base64').toString('utf8')).toBe(html);
});

test.for<[WriteReport | undefined, string]>([
  [undefined, 'no report can be written here'],
  [() => Promise.reject(new Error('disk\nfull')), 'the report could not be written: disk full'],
])('a mail that was to carry the report does not go without it: %j', async ([report, reason]) => {
  const server = await smtp();
  const draft = { url: server.url, action: { attach: 'report' as const } };
  const { result, output } = await send(report === undefined ? draft : { ...draft, report });
  expect(result).toEqual({ type: 'refused', reason });
  expect(output).toBe(`! ${reason}\n`);
  expect(server.mails).toEqual([]);
});

test('subject and receivers of the action win', async () => {
  const server = await smtp();
  await send({ url: server.url, action: { subject: 'Gradebook 2 is live', to: ['all@example.org'] } });
  expect(header(server.mails[0]?.raw ?? '', 'Subject')).toBe('Gradebook 2 is live');
  expect(server.mails[0]?.to).toEqual(['all@example.org']);
});

test('nothing in a subject becomes a header', async () => {
  const server = await smtp();
  await send({ url: server.url, action: { subject: 'Done\r\nBcc: thief@example.org\r\n\r\nbody' } });
  expect(header(server.mails[0]?.raw ?? '', 'Bcc')).toBeUndefined();
  expect(header(server.mails[0]?.raw ?? '', 'Subject')).toBe('Done Bcc: thief@example.org body');
  expect(server.mails[0]?.to).not.toContain('thief@example.org');
});

test.for([
  'a@example.org\r\nBcc: thief@example.org',
  'a@example.org, thief@example.org',
  'friends: a@example.org, b@example.org;',
  '"x" <a@example.org>, <b@example.org>',
  'nobody',
  '',
])('%j is not a receiver', async (receiver) => {
  const server = await smtp();
  const { result } = await send({ url: server.url, action: { to: [receiver] } });
  expect(result).toMatchObject({
    type: 'refused',
    reason: expect.stringMatching(/^not a mail address: [^\r\n]*$/),
  });
  expect(server.mails).toEqual([]);
});

test('a receiver the server does not take makes it a failure that names him', async () => {
  const server = await smtp({ reject: ['pm@example.org'] });
  const { result, output } = await send({ url: server.url });
  const reason = `127.0.0.1:${server.port} took it for 1 receiver, but not for pm@example.org (550 no such user here)`;
  expect(result).toEqual({ type: 'failed', reason });
  expect(output).toContain(`! ${reason}\n`);
  expect(server.mails[0]?.to).toEqual(['release@example.org']);
});

test('no receiver at all, and a message the server does not want, are failures', async () => {
  const nobody = await smtp({ reject: ['release@example.org', 'pm@example.org'] });
  expect((await send({ url: nobody.url })).result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('all recipients were rejected'),
  });
  const picky = await smtp({
    onMessage: () => {
      throw Object.assign(new Error('looks like spam'), { responseCode: 554 });
    },
  });
  expect((await send({ url: picky.url })).result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('554 looks like spam'),
  });
});

test('a server that is not there is refused', async () => {
  const server = await startSmtp();
  await server.stop();
  expect((await send({ url: server.url })).result).toMatchObject({
    type: 'refused',
    reason: expect.stringMatching(/ECONNREFUSED/),
  });
});

test.for([
  ['', 'mail server: env:GONOGO_SMTP: the variable GONOGO_SMTP is empty'],
  ['https://user:s3cret@mail', 'the mail server is not an smtp:// address'],
])('%j is not a server', async ([url, reason]) => {
  expect((await send({ url: url ?? '' })).result).toEqual({ type: 'refused', reason });
});

test('a plan without mail settings is refused', async () => {
  const { job } = makeJob({ kind: 'mail', on: { type: 'mail' } });
  expect((await createMailExecutor({ mail: undefined }).perform(job)).result).toMatchObject({
    type: 'refused',
  });
});

/** Greets, and never answers; `asked` resolves when the greeting was read and answered. */
async function silentServer(greeting: string) {
  const asked = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => asked.resolve());
    socket.write(greeting);
    cleanups.push(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const address = server.address();
  const url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { url, asked: asked.promise };
}

test('a stop before the message is out is a stop, the limit is a time-out', async () => {
  const stopping = await silentServer('220 slow\r\n');
  const { perform, stop } = prepare({ url: stopping.url });
  const stopped = perform();
  await stopping.asked;
  stop();
  expect((await stopped).result).toEqual({ type: 'stopped' });

  const timers = manualTimers();
  const waiting = await silentServer('220 slow\r\n');
  const sending = send({ url: waiting.url, timeout: 60_000, timers });
  await waiting.asked;
  timers.pass(60_000);
  expect((await sending).result).toEqual({ type: 'timed-out', after: 60_000 });
});

test('a stop after the message is out leaves it unknown', async () => {
  let reached = () => {};
  const arrived = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = await smtp({
    onMessage: () => {
      reached();
      return new Promise(() => undefined);
    },
  });
  const { perform, stop } = prepare({ url: server.url });
  const performing = perform();
  await arrived;
  stop();
  expect((await performing).result).toMatchObject({
    type: 'lost',
    reason: expect.stringContaining('may have been sent'),
  });
});

test('addresses of servers', () => {
  expect(parseMailServer('smtps://me:p%40ss@mail.example.org')).toEqual({
    host: 'mail.example.org',
    port: 465,
    secure: true,
    auth: { user: 'me', pass: 'p@ss' },
    ignoreTLS: false,
    requireTLS: false,
    verify: true,
  });
  expect(parseMailServer('smtp://[::1]:2525?tls.rejectUnauthorized=false')).toMatchObject({
    host: '::1',
    port: 2525,
    secure: false,
    auth: undefined,
    verify: false,
  });
  expect(parseMailServer('smtp://')).toBeUndefined();
});
