import { expect, test } from 'vitest';
import { parseDsn } from '../../../source/execute/database/postgres-dsn.ts';

test.for([
  ['postgres://me:p%40ss@db.example.org/sakai', 'db.example.org:5432/sakai'],
  ['postgresql://db:6543/sakai', 'db:6543/sakai'],
  ['postgres:///sakai?host=/run/postgresql', '/run/postgresql:5432/sakai'],
  ['postgres://me:p@/sakai?host=/run/postgresql', '/run/postgresql:5432/sakai'],
])('%j is %j in messages', ([dsn, place]) => {
  expect(parseDsn(dsn ?? '')?.place).toBe(place);
});

test.for(['', 'sakai', 'host=db password=s3cret', 'mysql://db/sakai', 'postgres://db:port/x'])(
  '%j is no address',
  (dsn) => {
    expect(parseDsn(dsn)).toBeUndefined();
  },
);

test('the password is masked as written and as meant', () => {
  const dsn = parseDsn('postgres://me:p%40ss@db/sakai');
  expect(dsn?.mask('p%40ss and p@ss and postgres://me:p%40ss@db/sakai')).toBe('*** and *** and ***');
  expect(parseDsn('postgres://db/sakai')?.mask('nothing to hide')).toBe('nothing to hide');
});

test.for([
  ['postgres://db/x?sslmode=require', 'postgres://db/x?sslmode=verify-full'],
  ['postgres://db/x?a=b&sslmode=prefer&c=d', 'postgres://db/x?a=b&sslmode=verify-full&c=d'],
  ['postgres://db/x?sslmode=no-verify', 'postgres://db/x?sslmode=no-verify'],
  ['postgres://db/x?sslmode=disable', 'postgres://db/x?sslmode=disable'],
  [
    'postgres://db/x?uselibpqcompat=true&sslmode=require',
    'postgres://db/x?uselibpqcompat=true&sslmode=require',
  ],
])('TLS of %j', ([dsn, url]) => {
  expect(parseDsn(dsn ?? '')?.url).toBe(url);
});
