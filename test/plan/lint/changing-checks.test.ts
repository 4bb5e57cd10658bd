import { expect, test } from 'vitest';
import { findChangingChecks } from '../../../source/plan/lint/changing-checks.ts';
import { find } from './find.ts';

function item(info: string, text: string): string {
  return [
    '- (S + 0 QC) Look {for=1m}',
    '  - It is well',
    '',
    `    \`\`\`${info}`,
    `    ${text}`,
    '    ```',
  ].join('\n');
}

test('a check that seems to change something', () => {
  expect(find(findChangingChecks, { main: item('sh on=@head', 'systemctl restart tomcat') })).toMatchObject([
    { at: 'on=@head', message: expect.stringContaining('seems to change something') },
  ]);
  expect(find(findChangingChecks, { main: item('http', 'DELETE http://x/') })).toHaveLength(1);
});

test('one that looks', () => {
  expect(find(findChangingChecks, { main: item('sh on=@head', 'systemctl status tomcat') })).toEqual([]);
  expect(find(findChangingChecks, { main: item('http', 'GET http://x/') })).toEqual([]);
});
