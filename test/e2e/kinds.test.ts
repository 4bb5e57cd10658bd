import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHttp, type TestHttp } from '../helpers/http.ts';
import { listProcesses } from '../lab/processes.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

const secret = 'Bearer s3cret-t0ken';

let folder: string;
let server: TestHttp;
let gonogo: Gonogo;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-kinds-'));
  server = await startHttp((request, response) => {
    if (request.headers.authorization === secret) response.end('{"status":"UP"}');
    else {
      response.statusCode = 401;
      response.end(`who is ${request.headers.authorization}?`);
    }
  });
  gonogo = await openGonogo({ API_LOGIN: secret });
});
afterEach(async () => {
  await gonogo.end();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function writePlan(): string {
  const file = join(folder, 'plan.md');
  const lines = [
    '---',
    'title: Kinds of actions',
    'window: 2009-08-18 05:00 - 07:00 America/Los_Angeles',
    'roles: { qc: Sandra }',
    `vars: { go: "${join(folder, 'go')}" }`,
    '---',
    '## During the window',
    '- (S + 0 QC) Script {#script for=5m}',
    '',
    '  ```js timeout=2m',
    "  echo('begun', process.env.API_LOGIN ?? 'no secret');",
    '  while (!fs.existsSync(vars.go)) await sleep(50);',
    '  await $`echo the end`;',
    '  ```',
    '- (S + 5m QC) Look {#look for=5m}',
    '',
    '  ```wait timeout=1m interval=1s',
    '  file $go',
    '  ```',
    '',
    '  ```http json="$.status=UP"',
    `  GET ${server.url}/health`,
    '  Authorization: env:API_LOGIN',
    '  ```',
    '- (S + 10m QC) Verify {#verify for=5m}',
    '    - It knows us',
    '',
    '      ```http auto',
    `      GET ${server.url}/`,
    '      ```',
    '## Fall-back procedure',
    '- (D + 0 QC) Go back {#back for=5m}',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

test('a script outlives gonogo; a wait, a request and a check are carried out, and secrets are said to nobody', async () => {
  const begin = ['run', writePlan(), '--plain', '--as', 'Sandra', '--roles', 'qc', '--start', '-30m'];
  const first = gonogo.start(begin, ['start script']);
  await first.until('local | begun no secret');
  first.child.kill('SIGKILL');
  await first.ended;

  const second = gonogo.start(
    ['join', 'last', '--plain', '--as', 'Sandra', '--roles', 'qc'],
    ['wait script', 'confirm qc script', 'start look', 'wait look', 'start verify'],
  );
  await second.until('1 Script');
  writeFileSync(join(folder, 'go'), '');
  await second.until('the check of item 1 FAILED: expected status 2xx, got 401');
  second.child.stdin.write('ask verify 1\npass verify 1 it is meant to ask\nend enough of it\n');
  const { code, out, err } = await second.ended;
  expect(err).toBe('');
  expect(code).toBe(7);
  expect(out).toContain('local | $ echo the end');
  expect(out).toContain('/go is there, after 0s');
  expect(out).toContain('local | 200 OK in');
  const types = (await gonogo.events()).map(({ event }) => event.type);
  expect(types.filter((type) => type === 'step.started')).toHaveLength(3);
  expect(types.filter((type) => type === 'check.started')).toHaveLength(2);
  expect(types.filter((type) => type === 'item.answered')).toHaveLength(1);

  expect(listProcesses().filter(({ command }) => command.includes('s3cret'))).toEqual([]);
  const home = dirname(gonogo.journal);
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((each) => /journal\.sqlite|jobs\//.test(each))) {
    expect(readFileSync(join(home, name)).includes('s3cret'), name).toBe(false);
  }
});
