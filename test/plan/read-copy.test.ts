import { expect, test } from 'vitest';
import { errorsOf, frontWith, stepOf } from './write-plan.ts';

function step(info: string, text: string): string {
  const fence = [`\`\`\`copy ${info}`, ...text.split('\n'), '```'].map((line) => `  ${line}`.trimEnd());
  return `- (S + 0 QC) Look {#a for=1m}\n\n${fence.join('\n')}`;
}

test('files up and down, a line each', () => {
  const text = '# the release\nput "build/my app-$tag.war" /srv/app.war\n\nget ~/app.log logs/$host.log';
  const [action] = stepOf({ main: step('on=@rest mode=640 batch=1,50%', text) }, 'a').actions;
  expect(action).toMatchObject({
    kind: 'copy',
    on: { type: 'hosts', expression: '@rest' },
    copy: {
      files: [
        { verb: 'put', from: 'build/my app-$tag.war', to: '/srv/app.war' },
        { verb: 'get', from: '~/app.log', to: 'logs/$host.log' },
      ],
      mode: 0o640,
    },
  });
  expect(action?.batch).toHaveLength(2);
});

test.each([
  ['', 'put a /b', '`copy` needs `on=` and a host'],
  ['on=@app', '', 'this `copy` does nothing'],
  ['on=@app', '# nothing', 'this `copy` copies nothing'],
  ['on=@app', 'put a', '`put a` copies nothing'],
  ['on=@app', 'move a /b', '`move a /b` copies nothing'],
  ['on=@app', 'put a b /c', '`put a b /c` copies nothing'],
  ['on=@app', 'put a b', '`b` on the host needs its whole path'],
  ['on=@head', 'get b a', '`b` on the host needs its whole path'],
  ['on=@app', 'put a /srv/', '`/srv/` is a folder'],
  ['on=@app', 'put $tga /b', 'unknown variable `$tga`'],
  ['on=@app', 'get /a b', 'all 7 hosts would write the same `b`'],
  ['on=@app mode=rw', 'put a /b', '`rw` is no mode'],
  ['on=@app mode=888', 'put a /b', '`888` is no mode'],
])('```copy %s %j', (info, text, message) => {
  const errors = errorsOf({ main: step(info, text) });
  expect(errors.map((error) => error.message)).toContainEqual(expect.stringContaining(message));
});

test('what is reached by this machine’s own ssh is beyond it', () => {
  const front = frontWith('vars', 'vars: { tag: v2 }\ntransport: { rest: openssh }');
  const main = step('on=@app', 'put a /b');
  expect(errorsOf({ front, main })).toMatchObject([
    {
      message: "`copy` can't reach sakaiprod[2-6],sakaiprodmail1 with `transport: openssh`",
      mend: expect.stringContaining('scp'),
    },
  ]);
  expect(errorsOf({ front, main: step('on=@head', 'put a /b') })).toEqual([]);
});
