import type { RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createHttpExecutor } from '../../../source/execute/http/http-executor.ts';
import { type Environment, resolveReference } from '../../../source/execute/reference.ts';
import type { Timers } from '../../../source/execute/timers.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startHttp, startRaw, type TestHttp } from '../../helpers/http.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { needs } from '../../helpers/needs.ts';
import { makeCertificate } from '../../helpers/tls.ts';
import { frontWith, stepOf } from '../../plan/write-plan.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(listener: RequestListener): Promise<TestHttp> {
  const server = await startHttp(listener);
  cleanups.push(server.close);
  return server;
}

type Ask = {
  readonly info?: string;
  readonly text: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly timers?: Timers;
  readonly env?: Environment;
};

/** The action as a plan has it, so that what is read is what is asked. */
function prepare({ info = '', text, vars = {}, target = 'local', timers, env = {} }: Ask) {
  const lines = ['', `\`\`\`http ${info}`, ...text.split('\n'), '```'].map((line) => `  ${line}`);
  const front = frontWith('vars', `vars: ${JSON.stringify({ tag: 'v2', ...vars })}`);
  const [action] = stepOf({ front, main: `- (S + 0 QC) Look {#a for=1m}\n${lines.join('\n')}` }, 'a').actions;
  if (action === undefined) throw new Error('no action');
  const made = makeJob(action, { target, env: { tag: 'v2', ...vars }, timeout: action.timeout });
  const executor = createHttpExecutor({ resolve: (reference) => resolveReference(reference, env), timers });
  cleanups.push(executor.close);
  return { ...made, executor, perform: () => executor.perform(made.job) };
}

async function ask(options: Ask) {
  const { perform, output } = prepare(options);
  return { ...(await perform()), output: output() };
}

test('an answer as expected is a success, with its status and latency', async () => {
  const { url } = await serve((request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify({ status: 'UP', db: { 'pool size': [3, 4], ok: true }, path: request.url }));
  });
  const { result, output } = await ask({
    info: `expect=2xx header="Content-Type: ^application/json" body="UP" json="$.status=UP && $.db['pool size'][1]=4 && $.db.ok=true && $.path"`,
    text: `GET ${url}/health`,
  });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(output).toMatch(new RegExp(`^GET ${url}/health\n200 OK in \\d+ ms\n$`));
});

test('what is not as expected is said with what came, and the beginning of the body', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(503, { 'x-node': 'b' });
    response.end('{"status":"DOWN","pools":[]}\nsecond line\n');
  });
  const { result, output } = await ask({
    info: `expect=200,302 header="x-node: ^a$" body="^UP$" json="$.status=UP"`,
    text: `GET ${url}/`,
  });
  expect(result).toEqual({ type: 'failed', reason: 'expected status 200 or 302, got 503' });
  expect(output.split('\n').slice(2)).toEqual([
    '! expected status 200 or 302, got 503',
    '! expected header x-node /^a$/, got `b`',
    '! expected body /^UP$/, got `{"status":"DOWN","pools":[]} second line`',
    '! expected JSON, got `{"status":"DOWN","pools":[]} second line`',
    '!   | {"status":"DOWN","pools":[]}',
    '!   | second line',
    '',
  ]);
});

test.each([
  ['$.a.b=1', 'expected $.a.b=1, got nothing'],
  ['$.list.length', 'expected $.list.length to be there, got nothing'],
  ['$.list[2]', 'expected $.list[2] to be there, got nothing'],
  ['$.list=["x"]', 'expected $.list=["x"], got `["x","y"]`'],
  ['$.__proto__', 'expected $.__proto__ to be there, got nothing'],
])('json %s', async (path, reason) => {
  const { url } = await serve((_request, response) => response.end('{"a":1,"list":["x","y"]}'));
  // Quotation marks can't stand in an attribute; the place in the plan is a matter of its own test.
  const { result } = path.includes('"')
    ? await askJson(url, path)
    : await ask({ info: `json="${path}"`, text: `GET ${url}/` });
  expect(result).toEqual({ type: 'failed', reason });
});

async function askJson(url: string, path: string) {
  const { job, executor } = prepare({ text: `GET ${url}/` });
  const { http } = job.action;
  if (http === undefined) throw new Error('no request');
  const [text = '', value] = path.split('=');
  const expected = { ...http.expected, json: [{ text, path: [text.slice(2)], value }] };
  return await executor.perform({ ...job, action: { ...job.action, http: { ...http, expected } } });
}

test('variables are encoded in the address, and are text in JSON; headers take no line end', async () => {
  const seen: string[] = [];
  const { url } = await serve((request, response) => {
    request.on('data', (chunk) => seen.push(String(chunk)));
    request.on('end', () => {
      seen.push(
        String(request.url),
        String(request.headers['x-tag']),
        String(request.headers['content-length']),
      );
      response.end();
    });
  });
  const text = [
    `POST ${url}/releases/$tag?by=\${who}&cost=$$5`,
    'X-Tag: $tag',
    'Content-Type: application/json',
    '',
    '{"who": "$who"}',
  ].join('\n');
  const vars = { tag: 'a/b ?', who: 'O"Neil\n' };
  expect((await ask({ text, vars })).result).toEqual({ type: 'exited', code: 0 });
  expect(seen).toEqual([
    '{"who": "O\\"Neil\\n"}',
    '/releases/a%2Fb%20%3F?by=O%22Neil%0A&cost=$5',
    'a/b ?',
    '20',
  ]);
  const injected = await ask({ text, vars: { tag: 'x\r\nX-Evil: 1', who: 'me' } });
  expect(injected.result).toEqual({
    type: 'refused',
    reason: 'header X-Tag: its value holds a line end, or another character no header can have',
  });
});

test('one request for each host', async () => {
  const hosts: string[] = [];
  const { port } = await serve((request, response) => {
    hosts.push(String(request.headers.host));
    response.end();
  });
  const { result } = await ask({
    info: 'on=127.0.0.1',
    text: `GET http://$host:${port}/`,
    target: '127.0.0.1',
  });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(hosts).toEqual([`127.0.0.1:${port}`]);
});

test('a secret is sent, and said to nobody, even if the server says it', async () => {
  const { url } = await serve((request, response) => {
    response.statusCode = 401;
    response.end(`no such login: ${request.headers.authorization}`);
  });
  const options = { info: 'body="welcome"', text: `GET ${url}/\nAuthorization: env:API_LOGIN` };
  const { result, output } = await ask({ ...options, env: { API_LOGIN: 'Bearer s3cret-t0ken' } });
  expect(result.type).toBe('failed');
  expect(output + JSON.stringify(result)).not.toContain('s3cret');
  expect(output).toContain('no such login: ***');
  expect((await ask(options)).result).toEqual({
    type: 'refused',
    reason: 'header Authorization: env:API_LOGIN: the environment has no variable API_LOGIN',
  });
});

test('redirects are an answer like any other, until the plan follows them; secrets stay at home', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization, request.headers['x-tag']?.toString());
    response.end('there');
  });
  const { url } = await serve((_request, response) => {
    response.writeHead(302, { location: `${other.url}/there` });
    response.end();
  });
  const text = `GET ${url}/\nAuthorization: env:LOGIN\nX-Tag: $tag`;
  const env = { LOGIN: 'Basic abcd' };
  expect((await ask({ info: 'expect=302', text, env })).result).toEqual({ type: 'exited', code: 0 });
  expect(seen).toEqual([]);
  const { result, output } = await ask({ info: 'redirects=1 body="there"', text, env });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(output).toMatch(/302 Found in \d+ ms, to http:.*\/there\n200 OK/);
  expect(seen).toEqual([undefined, 'v2']);
});

test('redirects without end come to an end', async () => {
  const { url } = await serve((request, response) => {
    response.writeHead(301, { location: `${request.url}x` });
    response.end();
  });
  const { result } = await ask({ info: 'redirects=3', text: `GET ${url}/` });
  expect(result).toEqual({ type: 'failed', reason: 'expected status 2xx, got 301' });
});

test('it is tried until it holds, each try one line', async () => {
  let asked = 0;
  const { url } = await serve((_request, response) => {
    asked += 1;
    response.statusCode = asked < 3 ? 503 : 200;
    response.end();
  });
  const timers = manualTimers();
  const { perform, output } = prepare({ info: 'until=5m interval=10s', text: `GET ${url}/`, timers });
  const done = perform();
  for (let tries = 1; tries < 3; tries += 1) {
    await expect.poll(() => output().split('try ').length - 1).toBe(tries);
    timers.pass(9_000);
    expect(asked).toBe(tries);
    timers.pass(1_000);
  }
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  expect(output()).toMatch(
    /! try 1: 503 .*\n! expected.*\n! try 2: 503 .*\n! expected.*\ntry 3: 200 OK in 0 ms\n/,
  );
});

test('when the time is up, the last try says why', async () => {
  const timers = manualTimers();
  const { perform, output } = prepare({
    info: 'until=15s interval=10s',
    text: 'GET http://127.0.0.1:1/',
    timers,
  });
  const done = perform();
  await expect.poll(output).toContain('try 1');
  timers.pass(10_000);
  expect((await done).result).toEqual({
    type: 'failed',
    reason: 'not as expected within 15s, 2 tries: nothing listens on 127.0.0.1:1',
  });
});

test('a stop ends the request, and the wait for the next', async () => {
  const { url } = await serve(() => undefined);
  const hanging = prepare({ text: `GET ${url}/` });
  const first = hanging.perform();
  await expect.poll(hanging.output).toContain('GET');
  hanging.stop();
  expect((await first).result).toEqual({ type: 'stopped' });
  const waiting = prepare({ info: 'until=1h interval=50m', text: 'GET http://127.0.0.1:1/' });
  const second = waiting.perform();
  await expect.poll(waiting.output).toContain('try 1');
  waiting.stop();
  expect((await second).result).toEqual({ type: 'stopped' });
});

test('what hangs after its first line, or drips, is given up in time', async () => {
  const server = await startRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(drip));
  });
  cleanups.push(server.close);
  const timers = manualTimers();
  const { perform, output } = prepare({ info: 'timeout=5s', text: `GET ${server.url}/`, timers });
  const done = perform();
  await expect.poll(output).toContain('GET');
  await new Promise((resolve) => setTimeout(resolve, 100));
  timers.pass(5_000);
  expect((await done).result).toEqual({ type: 'timed-out', after: 5_000 });
});

test('whether an unanswered POST had its effect, nobody knows; a GET has none', async () => {
  const server = await startRaw((socket) => {
    socket.once('data', () => socket.destroy());
  });
  cleanups.push(server.close);
  const { result } = await ask({ text: `POST ${server.url}/` });
  expect(result).toEqual({
    type: 'lost',
    reason: expect.stringContaining('the POST may have had its effect'),
  });
  expect((await ask({ text: `GET ${server.url}/` })).result.type).toBe('failed');
  expect((await ask({ text: 'POST http://127.0.0.1:1/' })).result).toEqual({
    type: 'refused',
    reason: 'nothing listens on 127.0.0.1:1',
  });
});

test('a body without end costs a megabyte, and no more', async () => {
  const { url } = await serve((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  expect((await ask({ text: `GET ${url}/` })).result).toEqual({ type: 'exited', code: 0 });
  const { result, output } = await ask({ info: 'body="needle" json="$.a"', text: `GET ${url}/` });
  expect(result.type).toBe('failed');
  expect(output).toContain('got more than a megabyte');
  expect(output.length).toBeLessThan(2_000);
});

test('controls in an answer stay out of the output', async () => {
  const server = await startRaw((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 500 \x1b[2JGone\r\nconnection: close\r\n\r\n\x1b]0;owned\x07\x1b[2J\r\u202etxt'),
    );
  });
  cleanups.push(server.close);
  const { output, result } = await ask({ info: 'body="^$"', text: `GET ${server.url}/` });
  expect(result.type).toBe('failed');
  expect(output).not.toMatch(/[\u001b\u0007\r\u202e]/);
});

test('what is no HTTP fails, and so does a header without end', async () => {
  const strange = await startRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const endless = await startRaw((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`);
  });
  cleanups.push(strange.close, endless.close);
  expect((await ask({ text: `GET ${strange.url}/` })).result.type).toBe('failed');
  expect((await ask({ text: `GET ${endless.url}/` })).result.type).toBe('failed');
});

test('a pattern that would never come to an end is given up', async () => {
  const { url } = await serve((_request, response) => response.end('a'.repeat(60)));
  const { result } = await ask({ info: 'body="^(a+)+$x"', text: `GET ${url}/`.replace('$x', '') });
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('body') });
  const slow = await ask({ info: 'body="^(a+)+b"', text: `GET ${url}/` });
  expect(slow.result).toEqual({
    type: 'failed',
    reason: 'expected body /^(a+)+b/, and looking for it takes too long',
  });
});

test.skipIf(needs('openssl'))('a certificate is trusted only where somebody said so', async () => {
  const certificate = makeCertificate();
  const stranger = makeCertificate('elsewhere.example');
  const server = await startHttp((_request, response) => response.end('safe'), certificate);
  const other = await startHttp((_request, response) => response.end('safe'), stranger);
  cleanups.push(server.close, other.close, certificate.remove, stranger.remove);
  const plain = await ask({ text: `POST ${server.url}/` });
  expect(plain.result).toMatchObject({ type: 'refused', reason: expect.stringContaining('is not trusted') });
  const trusting = await ask({ info: `ca=${certificate.file} body=safe`, text: `GET ${server.url}/` });
  expect(trusting.result).toEqual({ type: 'exited', code: 0 });
  const wrongName = await ask({ info: `ca=${stranger.file}`, text: `GET ${other.url}/` });
  expect(wrongName.result).toMatchObject({ reason: expect.stringContaining('is not trusted') });
  const missing = await ask({ info: 'ca=/nowhere.pem', text: `GET ${server.url}/` });
  expect(missing.result).toMatchObject({ type: 'refused', reason: expect.stringContaining("can't be read") });
});

test('a secret that is cut in its middle is not said either', async () => {
  const secret = 's3cret-'.repeat(10);
  const { url } = await serve((request, response) => {
    response.end(
      `${'x'.repeat(90)}${request.headers['x-login']}\n${'y'.repeat(180)}${request.headers['x-login']}`,
    );
  });
  const { output, result } = await ask({
    info: 'body="welcome"',
    text: `GET ${url}/\nX-Login: env:LOGIN`,
    env: { LOGIN: secret },
  });
  expect(result.type).toBe('failed');
  expect(output + JSON.stringify(result)).not.toContain('s3c');
});
