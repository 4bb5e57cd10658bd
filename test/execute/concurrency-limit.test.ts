import { expect, test } from 'vitest';
import { createLimit } from '../../source/execute/concurrency-limit.ts';

test('runs so many at once and no more, in order, and goes on after a failure', async () => {
  const limit = createLimit(2);
  const begun: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const tasks = ends.map(({ promise }, index) =>
    limit(() => {
      begun.push(index);
      return promise;
    }).catch((error: Error) => error.message),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error('failed'));
  expect(await tasks[1]).toBe('failed');
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  for (const { resolve } of ends) resolve();
  await Promise.all(tasks);
  expect(begun).toEqual([0, 1, 2, 3]);
});
