import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { frontMatterJsonSchema, JSON_SCHEMA_FILE } from '../../source/plan/front-matter-json-schema.ts';
import { knownKeys } from '../../source/plan/front-matter-schema.ts';

const root = resolve(import.meta.dirname, '../..');
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  frontMatterJsonSchema() as object,
);

const plans = [
  'plans/2009-08-18-gradebook2.md',
  'test/fixtures/plans/small.md',
  'test/fixtures/plans/every-kind.md',
];

test.each(plans)('it takes %s', (file) => {
  const [, yaml = ''] = readFileSync(resolve(root, file), 'utf8').split(/^---$/m);
  validate(parse(yaml));
  expect(validate.errors).toBeNull();
});

test.each([
  ['a key that is misspelled', 'windw: x', 'must NOT have additional properties'],
  ['a role without a name', 'roles: { qc: { label: QC } }', "must have required property 'name'"],
  ['a plan without roles', 'title: T', "must have required property 'roles'"],
  ['a secret that is no text', 'roles: {}\nsecrets: { token: [a] }', 'must be string,number,boolean'],
  ['hosts that are no names', 'roles: {}\nhosts: { app: { a: b } }', 'must be array'],
])('it refuses %s', (_, yaml, message) => {
  validate(parse(`window: x\n${yaml}`));
  expect(validate.errors?.map((error) => error.message)).toContain(message);
});

test('it has every key, each with an example', () => {
  expect(frontMatterJsonSchema()).toMatchObject({
    properties: Object.fromEntries(
      knownKeys.map((key) => [key, { description: expect.stringContaining('write `') }]),
    ),
  });
});

test('it stands beside the program', () => {
  const built: unknown = JSON.parse(readFileSync(resolve(root, 'dist', JSON_SCHEMA_FILE), 'utf8'));
  expect(built).toEqual(frontMatterJsonSchema());
});
