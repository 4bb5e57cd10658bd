import { expect, test } from 'vitest';
import { lookAtSource } from '../../../source/execute/preflight/preflight-source.ts';
import { preflightOf } from '../../../source/execute/preflight/preflight-targets.ts';
import { planOf } from '../../plan/write-plan.ts';

test('the files that a plan copies from here are looked at', () => {
  const main = [
    '- (S + 0 QC) Copy {for=1m}',
    '  ```copy on=@head',
    '  put build/$tag.war /srv/app.war',
    '  put conf/$host.conf /etc/app.conf',
    '  get /srv/old.war old-$host.war',
    '  ```',
  ].join('\n');
  expect(preflightOf(planOf({ main }))).toEqual([
    { type: 'source', name: 'file:build/v2.war', path: 'build/v2.war' },
    { type: 'host', name: 'sakaiprod1', sudo: false },
  ]);
});

test('one that is there, one that is no file, one that a step may still make', async () => {
  expect(await lookAtSource(import.meta.filename)).toMatchObject({ verdict: 'go' });
  expect(await lookAtSource(import.meta.dirname)).toMatchObject({ verdict: 'no-go' });
  expect(await lookAtSource('/nowhere/at/all')).toMatchObject({
    verdict: 'warn',
    words: 'it is not there yet',
  });
});
