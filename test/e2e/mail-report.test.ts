import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSmtp, type TestSmtp } from '../helpers/smtp.ts';
import { readStrictly } from '../report/html/strict-html.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

let smtp: TestSmtp;
let gonogo: Gonogo;
beforeEach(async () => {
  smtp = await startSmtp();
  gonogo = await openGonogo({ MAIL_SERVER: smtp.url });
});
afterEach(async () => {
  await gonogo.end();
  await smtp.stop();
});

const plan = `---
title: Mailed release
window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
roles: { programmer: Thomas }
mail: { server: "env:MAIL_SERVER", from: release@example.org, to: team@example.org }
---
## During the window

- (S + 0 Programmer) Deploy {#deploy}

  \`\`\`sh
  echo "deployed <b>for real</b>"
  \`\`\`

- (S + 1m Programmer) Send the mail {#mail for=5m}

  \`\`\`mail subject="It is out" attach=report
  It is out.
  \`\`\`

## Fall-back procedure

- (D + 0 Programmer) Go back {#back for=1m}
`;

test('the release mail carries the report of the run so far', async () => {
  const file = join(dirname(gonogo.journal), 'plan.md');
  await writeFile(file, plan);
  const check = await gonogo.plain(['check', file], []);
  expect(check.out).toMatch(/Send the mail +mail\n +mails the report\n/);

  const lines = ['start deploy', 'wait deploy', 'note all is well', 'start mail', 'wait mail', 'end'];
  const run = await gonogo.plain(['run', file, '--start', '-1m', '--plain', '--as', 'Thomas'], lines);
  expect([run.code, run.err], run.out).toEqual([0, '']);
  const id = (await gonogo.events())[0]?.run ?? '';
  expect(run.out).toMatch(new RegExp(`mail "It is out" to .*, with gonogo-${id}\\.html \\(\\d+ kB\\)`));

  const [mail] = smtp.mails;
  const [, body = ''] = mail?.raw.split(`filename=gonogo-${id}.html`) ?? [];
  // What parts the mail is made of letters that base64 knows, too.
  const [attached = ''] = body.split('\r\n\r\n')[1]?.split('\r\n--') ?? [];
  const html = Buffer.from(attached, 'base64').toString('utf8');
  const text = readStrictly(html);
  expect(html.endsWith('</html>\n')).toBe(true);
  expect(text).toContain('NOT ENDED');
  expect(text).toContain('it stood at 2 Send the mail.');
  expect(text).toContain('deployed &lt;b&gt;for real&lt;/b&gt;');
  expect(text).toContain('all is well');
});
