import { expect, test } from 'vitest';
import { errorsOf, frontWith, planOf, stepOf } from './write-plan.ts';

const SECRETS = `secrets:
  db_password: "env:DB_PASSWORD"
  token: "cmd: vault read -field=token secret/release"
  key: "op://Release/deploy/key"
  file: "file:~/token"
  sops: "sops:secrets.yaml#db.password"`;

const front = frontWith('vars', `vars: { tag: v2 }\n${SECRETS}`);

function step(info: string): string {
  return `- (S + 0 QC) Look {#a for=1m}\n\n  \`\`\`${info}\n  true\n  \`\`\``;
}

test('secrets are references, and a fence sees those that it names', () => {
  expect(planOf({ front }).secrets).toEqual({
    db_password: 'env:DB_PASSWORD',
    token: 'cmd: vault read -field=token secret/release',
    key: 'op://Release/deploy/key',
    file: 'file:~/token',
    sops: 'sops:secrets.yaml#db.password',
  });
  const secretsOf = (info: string) => stepOf({ front, main: step(info) }, 'a').actions[0]?.secrets;
  expect(secretsOf('sh secrets=db_password,token,token')).toEqual(['db_password', 'token']);
  expect(secretsOf('sh secrets="key, file" on=@app')).toEqual(['key', 'file']);
  expect(secretsOf('sh')).toEqual([]);
  expect(planOf({}).secrets).toEqual({});
});

test.each([
  ['sh secrets=db_pasword', 'unknown secret `db_pasword`', 'did you mean `db_password`?', 'db_pasword'],
  ['sh secrets=', '`secrets` names none', 'write `secrets=', 'secrets='],
  [
    'sql on=sakai secrets=token',
    '`secrets` is for `sh` and `js`: a server may write',
    'leave it out',
    'secrets',
  ],
])('%s is refused', (info, message, mend, at) => {
  expect(errorsOf({ front, main: step(info) })).toEqual([
    { message: expect.stringContaining(message), mend: expect.stringContaining(mend), at },
  ]);
});

test.each([
  ['a: hunter2hunter2', 'the secret `a` stands in the plan, or is no reference'],
  ['a: "op://Release"', 'is no reference'],
  ['a: "env:NOT A NAME"', 'is no reference'],
  ['a b: "env:X"', "`a b` can't be the name of a secret"],
  ['PATH: "env:X"', 'the secret `PATH` has a meaning of its own'],
  ['tag: "env:X"', '`tag` is a variable already'],
])('secrets: { %s } is refused', (line, message) => {
  const errors = errorsOf({ front: frontWith('vars', `vars: { tag: v2 }\nsecrets:\n  ${line}`) });
  expect(errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
});

test('a database may be referred to in the same ways', () => {
  const url = 'cmd: pass show sakai';
  const databases = frontWith('databases', `databases: { sakai: { url: "${url}" } }`);
  expect(planOf({ front: databases }).databases).toEqual({ sakai: { url } });
});
