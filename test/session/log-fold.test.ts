import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogBook, type GrowingLog, type LogChunk } from '../../source/session/log-book.ts';

const utf8 = new TextEncoder();

function write(book: GrowingLog, target: string, text: string, draft: Partial<LogChunk> = {}): void {
  const where = { step: 'deploy', attempt: 1, action: 0, stream: 'stdout', at: 1000 } as const;
  book.append({ ...where, ...draft, target, bytes: utf8.encode(text) });
}

function folded(book: GrowingLog): readonly (readonly string[])[] {
  return book.folds('deploy').map(({ targets }) => targets);
}

test('targets that wrote the same are together, in the order of their first line', () => {
  const book = createLogBook();
  write(book, 'n2', 'a\nb\n');
  write(book, 'n1', 'a\nc\n');
  write(book, 'n3', 'a\n');
  write(book, 'n3', 'b\n');
  expect(folded(book)).toEqual([['n2', 'n3'], ['n1']]);
});

test('how two streams fall between each other is chance, what is in them is not', () => {
  const book = createLogBook();
  write(book, 'n1', 'out\n');
  write(book, 'n1', 'err\n', { stream: 'stderr' });
  write(book, 'n2', 'err\n', { stream: 'stderr' });
  write(book, 'n2', 'out\n');
  write(book, 'n3', 'err\n');
  write(book, 'n3', 'out\n', { stream: 'stderr' });
  expect(folded(book)).toEqual([['n1', 'n2'], ['n3']]);
});

test('a line that is still being written counts, until it is the same', () => {
  const book = createLogBook();
  write(book, 'n1', 'go? ');
  write(book, 'n2', 'go');
  expect(folded(book)).toEqual([['n1'], ['n2']]);
  write(book, 'n2', '? ');
  expect(folded(book)).toEqual([['n1', 'n2']]);
});

test('only the latest attempt of each counts', () => {
  const book = createLogBook();
  for (const name of ['n1', 'n2']) write(book, name, `bad ${name}\n`);
  for (const name of ['n1', 'n2']) write(book, name, 'good\n', { attempt: 2 });
  write(book, 'n3', 'good\n', { attempt: 3 });
  expect(book.folds('deploy')).toEqual([
    { attempt: 2, targets: ['n1', 'n2'], from: 1 },
    { attempt: 3, targets: ['n3'], from: 0 },
  ]);
});

test('the same lines are the same, whatever chunks they come in', () => {
  const lines = fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, lines, fc.integer({ min: 1, max: 7 }), (one, two, size) => {
      const book = createLogBook();
      const text = (list: readonly string[]): string =>
        list.map((line) => `${line.replace(/[^ -~]/g, '-')}\n`).join('');
      write(book, 'n1', text(one));
      for (let at = 0; at < text(one).length; at += size) write(book, 'n2', text(one).slice(at, at + size));
      write(book, 'n3', text(two));
      const same = text(one) === text(two);
      expect(folded(book)).toEqual(same ? [['n1', 'n2', 'n3']] : [['n1', 'n2'], ['n3']]);
    }),
  );
});
