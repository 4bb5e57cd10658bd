import { expect, test } from 'vitest';
import { findSecrets } from '../../../source/plan/lint/secrets.ts';
import { frontWith } from '../write-plan.ts';
import { fence, find } from './find.ts';

const front = frontWith('vars', 'vars: { tag: v2 }\nsecrets: { token: "env:TOKEN", key: "file:/key" }');
const step = (info: string, ...lines: readonly string[]) =>
  `- (S + 0 QC) A {for=1m}\n${fence(info, ...lines)}`;

test('a secret that no step sees', () => {
  expect(find(findSecrets, { front, main: step('sh secrets=token', 'echo "$token"') })).toEqual([
    {
      at: 'key',
      message: 'no step sees the secret `key`',
      mend: 'write `sh secrets=key` on the fence that needs it, or leave it out here',
    },
  ]);
});

test('a step that uses a secret without naming it', () => {
  expect(find(findSecrets, { front, main: step('sh secrets=token', 'curl -u "$token:${key}"') })).toEqual([
    {
      at: '```sh secrets=token',
      message: '`$key` is a secret that this step does not see',
      mend: 'write `secrets=token,key`',
    },
  ]);
});

test.each([
  ['all are seen', step('sh secrets=token,key', 'use "$token" "$key"')],
  ['a longer name, and one that is set here', step('sh secrets=token,key', 'key=1; echo "$keys $key"')],
])('nothing is told: %s', (_, main) => {
  expect(find(findSecrets, { front, main })).toEqual([]);
});
