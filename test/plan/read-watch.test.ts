import { expect, test } from 'vitest';
import { errorsOf, stepOf } from './write-plan.ts';

function step(info: string): string {
  return `- (S + 0 QC) Look {#a for=1m}\n\n  \`\`\`${info}\n  true\n  \`\`\``;
}

test('an `sh` fence names the database to watch, here or on hosts', () => {
  const watchOf = (info: string) => stepOf({ main: step(info) }, 'a').actions[0]?.watch;
  expect(watchOf('sh watch=sakai')).toBe('sakai');
  expect(watchOf('sh on=@head watch=sakai timeout=5m')).toBe('sakai');
  expect(watchOf('sh')).toBeUndefined();
});

test.each([
  ['sh watch', '`watch` names no database', 'write `watch=sakai`', 'watch'],
  ['sh watch=sakia', 'unknown database `sakia`', 'did you mean `sakai`?', 'sakia'],
  ['sh watch=main', 'unknown database `main`', 'known: `sakai`', 'main'],
  [
    'sql on=sakai watch=sakai',
    '`watch` is for `sh` in a step: `sql` tells how far it is',
    'leave it out',
    'watch',
  ],
])('%s is refused', (info, message, mend, at) => {
  expect(errorsOf({ main: step(info) })).toEqual([
    { message: expect.stringContaining(message), mend: expect.stringContaining(mend), at },
  ]);
});

test('a check of a checklist item watches nothing', () => {
  const main = '- (S + 0 QC) Look {#a for=1m}\n  - One\n\n    ```sh watch=sakai\n    true\n    ```';
  expect(errorsOf({ main }).map(({ at }) => at)).toEqual(['watch']);
});
