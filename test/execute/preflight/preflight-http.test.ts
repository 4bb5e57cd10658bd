import { expect, test } from 'vitest';
import { askServer } from '../../../source/execute/preflight/preflight-http.ts';
import { preflightOf } from '../../../source/execute/preflight/preflight-targets.ts';
import { resolveReference } from '../../../source/execute/reference.ts';
import { systemTimers } from '../../../source/execute/timers.ts';
import { startHttp } from '../../helpers/http.ts';
import { planOf } from '../../plan/write-plan.ts';

const means = {
  timers: systemTimers,
  header: (reference: string) => resolveReference(reference, { LOGIN: 'Basic x' }),
};

test('the servers of a plan are looked at, each once', () => {
  const main = [
    '- (S + 0 QC) Look {for=1m}',
    ...['https://www.example.org/a', 'https://www.example.org:443/b', 'http://$tag.example.org/'].flatMap(
      (url) => ['  ```http', `  GET ${url}`, '  ```'],
    ),
    '  ```http on=@rest&sakaiprod[2-3]',
    '  GET http://$host:8080/',
    '  ```',
  ].join('\n');
  expect(preflightOf(planOf({ main })).map(({ name }) => name)).toEqual([
    'https://www.example.org:443',
    'http://v2.example.org:80',
    'http://sakaiprod2:8080',
    'http://sakaiprod3:8080',
  ]);
});

test('one that answers is a go, one that does not holds nothing up; a secret that is missing does', async () => {
  const server = await startHttp((_request, response) => response.end());
  expect(
    await askServer({ name: `http://127.0.0.1:${server.port}`, references: ['env:LOGIN'] }, means),
  ).toEqual([{ probe: 'connection', verdict: 'go', words: 'it answers' }]);
  await server.close();
  expect(await askServer({ name: 'http://127.0.0.1:1', references: ['env:NOWHERE'] }, means)).toMatchObject([
    { verdict: 'no-go', probe: 'reference', words: 'env:NOWHERE: the environment has no variable NOWHERE' },
    { verdict: 'warn', words: 'nothing listens there' },
  ]);
});
