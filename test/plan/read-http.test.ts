import { expect, test } from 'vitest';
import { errorsOf, stepOf, warningsOf } from './write-plan.ts';

function step(info: string, text: string): string {
  const fence = [`\`\`\`http ${info}`, ...text.split('\n'), '```'].map((line) => `  ${line}`.trimEnd());
  return `- (S + 0 QC) Look {#a for=1m}\n\n${fence.join('\n')}`;
}

function actionOf(info: string, text: string) {
  return stepOf({ main: step(info, text) }, 'a').actions[0];
}

test('a request is written as in an .http file', () => {
  const text = [
    '# the new release answers',
    'POST https://www.example.org/releases/$tag HTTP/1.1',
    'Content-Type: application/json',
    'Authorization: env:API_LOGIN',
    '',
    '{ "tag": "$tag" }',
    '',
    'after an empty line',
  ].join('\n');
  const action = actionOf('expect=201,2xx timeout=10s', text);
  expect(action).toMatchObject({ kind: 'http', on: { type: 'local' }, timeout: 10_000 });
  expect(action?.http).toEqual({
    request: {
      method: 'POST',
      url: 'https://www.example.org/releases/$tag',
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'Authorization', value: 'env:API_LOGIN' },
      ],
      body: '{ "tag": "$tag" }\n\nafter an empty line',
    },
    expected: { status: ['201', '2xx'], header: undefined, body: undefined, json: [] },
    until: undefined,
    interval: 10_000,
    redirects: 0,
    ca: undefined,
  });
});

test('an address alone is a GET, and any 2xx is well', () => {
  const { request, expected } = actionOf('', 'http://localhost:8080/')?.http ?? {};
  expect(request).toEqual({ method: 'GET', url: 'http://localhost:8080/', headers: [], body: undefined });
  expect(expected?.status).toEqual(['2xx']);
});

test('expectations, and how long it is tried', () => {
  const info =
    'until=5m interval=5s redirects=2 header="X-Node: ^a" body="up|UP" json="$.a[0].b-c=x = y && $[\'a b\'] && $" ca=ca.pem';
  expect(actionOf(info, 'GET https://$tag.example.org')?.http).toMatchObject({
    expected: {
      header: { name: 'x-node', pattern: '^a' },
      body: 'up|UP',
      json: [
        { text: '$.a[0].b-c', path: ['a', 0, 'b-c'], value: 'x = y' },
        { text: "$['a b']", path: ['a b'], value: undefined },
        { text: '$', path: [], value: undefined },
      ],
    },
    until: 300_000,
    interval: 5_000,
    redirects: 2,
    ca: 'ca.pem',
  });
});

test('on hosts there is one request each', () => {
  const action = actionOf('on=@rest batch=1,50% max-fail=1', 'GET http://$host:8080/');
  expect(action?.on).toMatchObject({ type: 'hosts', expression: '@rest' });
  expect(action?.batch).toHaveLength(2);
});

test.each([
  ['', '', 'this `http` does nothing'],
  ['', 'look at www.example.org', 'is no request'],
  ['', 'FETCH https://x', 'is no request'],
  ['', 'GET ftp://x/', 'is no http:// or https:// address'],
  ['', 'GET www.example.org/', 'is no http:// or https:// address'],
  ['', 'GET https://me:pw@x/', 'a login stands in the address'],
  ['', 'GET https://x/$tga', 'unknown variable `$tga`'],
  ['', 'GET https://$host/', 'unknown variable `$host`'],
  ['on=@app', 'GET https://x/', 'the same request would be made once for each host'],
  ['', 'GET https://x/\nnot a header', 'is no header'],
  ['', 'GET https://x/\nX-$tag: 1', 'is no header'],
  ['', 'GET https://x/\nContent-Length: 5', 'is not for a plan to set'],
  ['', 'GET https://x/\nAuthorization: Bearer abc', 'a secret stands in the plan'],
  ['', 'GET https://x/\n\nbody', 'a GET has no body'],
  ['expect=ok', 'GET https://x/', '`ok` is no HTTP status'],
  ['expect', 'GET https://x/', '`` is no HTTP status'],
  ['header="x"', 'GET https://x/', 'names no header and what it has to be'],
  ['header="x: ("', 'GET https://x/', 'is no regular expression'],
  ['body="(["', 'GET https://x/', 'is no regular expression'],
  ['body', 'GET https://x/', 'is no regular expression'],
  ['json="status"', 'GET https://x/', '`status` is no place in JSON'],
  ['json="$..a"', 'GET https://x/', 'is no place in JSON'],
  ['json="$.a && "', 'GET https://x/', '`` is no place in JSON'],
  ['redirects=many', 'GET https://x/', '`many` is no number of redirects'],
  ['redirects=2', 'POST https://x/', '`redirects` is for requests that only look'],
  ['until=soon', 'GET https://x/', '`soon` is no length of time'],
  ['cwd=/', 'GET https://x/', 'unknown attribute `cwd`'],
  ['on=local', 'GET https://x/', 'is not reached through SSH'],
])('```http %s %j', (info, text, message) => {
  const errors = errorsOf({ main: step(info, text) });
  expect(errors.map((error) => error.message)).toContainEqual(expect.stringContaining(message));
});

test.each([
  ['interval=5s', 'GET https://x/', '`interval` has no effect'],
  ['until=5m', 'POST https://x/', 'again and again'],
])('```http %s %j is worth a warning', (info, text, message) => {
  const warnings = warningsOf({ main: step(info, text) });
  expect(warnings.map((warning) => warning.message)).toContainEqual(expect.stringContaining(message));
});
