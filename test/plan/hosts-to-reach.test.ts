import { expect, test } from 'vitest';
import { hostsToReach } from '../../source/plan/plan.ts';
import { planOf } from './write-plan.ts';

test('a host that is only asked from here is not logged in to', () => {
  const main = [
    '- (S + 0 QC) Look {for=1m}',
    '  ```http on=www1,sakaiprod[2-3]',
    '  GET http://$host/',
    '  ```',
    '  ```wait on=www2 timeout=1m',
    '  port $host:80',
    '  ```',
    '  ```sh on=sakaiprod2',
    '  true',
    '  ```',
  ].join('\n');
  const plan = planOf({ main });
  expect(plan.hosts).toEqual(expect.arrayContaining(['www1', 'www2']));
  const reached = hostsToReach(plan);
  expect(reached).toContain('sakaiprod2');
  expect(reached.filter((host) => ['www1', 'www2', 'sakaiprod3'].includes(host))).toEqual([]);
  // What a group names and no step touches is looked at as before.
  expect(reached).toContain('sakaiprod4');
});
