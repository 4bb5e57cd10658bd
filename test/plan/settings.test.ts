import { expect, test } from 'vitest';
import { errorsOf, frontWith, planOf, stepOf } from './write-plan.ts';

const HOUR = 3_600_000;
const FIVE = Date.UTC(2009, 7, 18, 12);

test.each([
  ['2009-08-18 05:00 - 07:00 America/Los_Angeles', 2],
  ['2009-08-18 5:00-7:00 America/Los_Angeles', 2],
  ['2009-08-18 05:00 \u2013 07:00 america/los_angeles', 2],
  ['2009-08-18 05:00 to 02:00 America/Los_Angeles', 21],
  ['2009-08-18 05:00 - 2009-08-19 06:00 America/Los_Angeles', 25],
])('window: %s', (line, hours) => {
  const { window } = planOf({ front: frontWith('window', `window: ${line}`) });
  expect(window).toEqual({
    opens: FIVE,
    closes: FIVE + hours * HOUR,
    start: FIVE,
    zone: 'America/Los_Angeles',
  });
});

test('a window over a change of the clocks has its true length', () => {
  const front = frontWith('window', 'window: 2009-11-01 00:30 - 03:30 America/Los_Angeles');
  const { opens, closes } = planOf({ front }).window;
  expect(closes - opens).toBe(4 * HOUR);
});

test.each([
  ['2009-08-18 05:00', 'is no date with two times'],
  ['18.8.2009 05:00 - 07:00 UTC', 'is no date with two times'],
  ['2009-08-18 05:00 - 07:00 PST', 'unknown time zone `PST`'],
  ['2009-08-18 05:00 - 07:00 America/Los_Angles', 'unknown time zone'],
  ['2009-02-30 05:00 - 07:00 UTC', 'there is no 2009-02-30'],
  ['2009-08-18 05:00 - 2009-08-17 07:00 UTC', 'closes before it opens'],
  ['2009-03-08 02:30 - 05:00 America/Los_Angeles', 'does not exist'],
  ['2009-11-01 01:30 - 05:00 America/Los_Angeles', 'happens twice'],
  ['2009-11-01 00:30 - 01:30 America/Los_Angeles', 'happens twice'],
])('window: %s is refused', (line, message) => {
  const errors = errorsOf({ front: frontWith('window', `window: ${line}`) });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at: line });
});

test('a window is needed', () => {
  expect(errorsOf({ front: frontWith('window', '') })[0]?.message).toContain('has no `window`');
});

test.each([
  ['window', 0],
  ['window + 30m', 0.5],
  ['window+1h', 1],
  ['06:00', 1],
  ['2009-08-18 05:30', 0.5],
])('start: %s', (line, hours) => {
  const front = frontWith('vars', `start: ${line}\nvars: {}`);
  expect(planOf({ front }).window.start).toBe(FIVE + hours * HOUR);
});

test('a start after midnight belongs to the next day of the window', () => {
  const front = frontWith('window', 'window: 2009-08-18 22:00 - 02:00 UTC\nstart: 00:30');
  expect(planOf({ front }).window.start).toBe(Date.UTC(2009, 7, 19, 0, 30));
});

test.each([
  ['window - 10m', 'S lies outside the window'],
  ['window + 2h', 'S lies outside the window'],
  ['08:00', 'S lies outside the window'],
  ['soon', 'neither the window nor a time'],
  ['window + soon', '`soon` is no duration'],
])('start: %s is refused', (line, message) => {
  const errors = errorsOf({ front: frontWith('vars', `start: ${line}\nvars: {}`) });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at: line });
});

test('roles get a label for people', () => {
  const front = frontWith(
    'roles',
    'roles: { QC: Sandra, pm: Ann, release-manager: Bo, mw: { name: Vik, label: MW Developer }, programmer: P, dba: D }',
  );
  const main = '- (S + 0 MW Developer + release manager) Look {for=1m}';
  const { roles, timelines } = planOf({ front, main });
  expect(roles.map(({ id, label, person }) => `${id}|${label}|${person}`)).toEqual([
    'qc|QC|Sandra',
    'pm|PM|Ann',
    'release-manager|Release manager|Bo',
    'mw|MW Developer|Vik',
    'programmer|Programmer|P',
    'dba|DBA|D',
  ]);
  expect(timelines[0]?.steps[0]?.owners.flatMap((owner) => owner.roles)).toEqual(['mw', 'release-manager']);
});

test.each([
  ['roles: { "MW Developer": Vik }', "`MW Developer` can't be the id", 'MW Developer'],
  ['roles: { constructor: Vik }', "`constructor` can't be the id", 'constructor'],
  ['roles: { qc: A, QC: B }', 'the role `qc` is given twice', 'QC'],
])('%s is refused', (line, message, at) => {
  const found = errorsOf({ front: frontWith('roles', line) }).find((error) =>
    error.message.includes(message),
  );
  expect(found?.at.replaceAll('"', '')).toBe(at);
});

test('host groups use each other in any order', () => {
  const front = frontWith(
    'hosts',
    'hosts: { all: "@web,@db", web: "n[1-2]", db: [m1, m2], none: "@web!@web" }',
  );
  const { groups, hosts } = planOf({ front });
  expect(groups).toEqual({ all: ['n1', 'n2', 'm1', 'm2'], web: ['n1', 'n2'], db: ['m1', 'm2'], none: [] });
  expect(hosts).toEqual(['n1', 'n2', 'm1', 'm2']);
});

test.each([
  ['hosts: { a: "@a" }', 'contains itself'],
  ['hosts: { a: "@b", b: "@c", c: "n1!@a" }', 'contains itself'],
  ['hosts: { app: "n1", web: "@ap" }', 'did you mean `@app`?'],
  ['hosts: { app: "n[1-1000000000]" }', '1,000,000,000 hosts'],
  ['hosts: { "a b": "n1" }', "can't be the name"],
  ['hosts: { toString: "n1" }', "can't be the name"],
])('%s is refused', (line, message) => {
  const errors = errorsOf({ front: frontWith('hosts', line) });
  expect(
    errors.some((error) => error.message.includes(message)),
    JSON.stringify(errors),
  ).toBe(true);
});

test.each([
  'env:SAKAI_DSN',
  'file:/run/secrets/dsn',
  'postgres://me@db.example.org:5432/sakai',
  'postgresql://db/x',
])('a database at %s', (url) => {
  const { databases } = planOf({ front: frontWith('databases', `databases: { sakai: { url: "${url}" } }`) });
  expect(databases).toEqual({ sakai: { url } });
});

test.each([
  ['postgres://me:secret@db/x', 'a password stands in the plan'],
  ['postgres://db/x?user=me&password=secret', 'a password stands in the plan'],
  ['host=db password=secret', 'a password stands in the plan'],
  ['mysql://db/x', 'neither a reference nor a postgres address'],
  ['SAKAI_DSN', 'neither a reference nor a postgres address'],
  ['env:', 'neither a reference'],
])('a database at %s is refused', (url, message) => {
  const errors = errorsOf({ front: frontWith('databases', `databases: { sakai: { url: "${url}" } }`) });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain(message);
  expect(errors[0]?.message).not.toContain('secret');
});

test('mail goes to one receiver or to many', () => {
  const mail = (to: string) =>
    planOf({
      front: frontWith('mail', `mail: { server: "smtp://127.0.0.1:25", from: A <a@b.c>, to: ${to} }`),
    }).mail;
  expect(mail('x@y.z')?.to).toEqual(['x@y.z']);
  expect(mail('"x@y.z, Team <t@y.z>"')?.to).toEqual(['x@y.z', 'Team <t@y.z>']);
  expect(mail('[x@y.z, t@y.z]')?.to).toEqual(['x@y.z', 't@y.z']);
});

test.each([
  ['server: smtp://me:secret@mail, from: a@b.c, to: a@b.c', 'a password stands in the plan'],
  ['server: mail.example.org, from: a@b.c, to: a@b.c', 'neither a reference nor a smtp address'],
  ['server: env:X, from: me, to: a@b.c', '`me` is no mail address'],
  ['server: env:X, from: a@b.c, to: [a@b.c, you]', '`you` is no mail address'],
])('mail: { %s } is refused', (fields, message) => {
  const errors = errorsOf({ front: frontWith('mail', `mail: { ${fields} }`) });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain(message);
});

test.each([
  ['vars: { my-tag: x }', "`my-tag` can't be the name"],
  ['vars: { constructor: x }', "`constructor` can't be the name"],
  ['vars: { PATH: x }', '`PATH` has a meaning of its own'],
  ['vars: { GONOGO_RUN: x }', '`GONOGO_RUN` has a meaning of its own'],
  ['vars: { tag: }', '`tag` has no value'],
])('%s is refused', (line, message) => {
  const errors = errorsOf({ front: frontWith('vars', line) });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain(message);
});

test('a person with two roles may act in both', () => {
  expect(stepOf({ main: '- (S + 0 sandra) Look {#a for=1m}' }, 'a').owners).toEqual([
    { name: 'sandra', roles: ['qc', 'release'] },
  ]);
});
