import { expect, test } from 'vitest';
import { messageOf, oneLine, safeResult } from '../../source/execute/reason.ts';

test('a line that cannot change a terminal', () => {
  expect(oneLine(' two\r\n\tlines \x1b[2J\u202e ')).toBe('two lines <U+001B>[2J<U+202E>');
});

test('what is too long is cut, never within a character', () => {
  expect(oneLine('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  expect(oneLine('x'.repeat(200))).toBe('x'.repeat(200));
  expect(oneLine('ab😀cd', 4)).toBe('ab…');
});

test('a message of an error, of one that holds others, of anything', () => {
  expect(messageOf(new Error('one'))).toBe('one');
  expect(messageOf(new AggregateError([new Error('first'), new Error('second')]))).toBe('first');
  expect(messageOf('text')).toBe('text');
});

test('a result keeps what it is, whatever a host said in it', () => {
  const reason = `${'x'.repeat(400)}`;
  expect(safeResult({ type: 'lost', reason })).toEqual({ type: 'lost', reason: `${'x'.repeat(299)}…` });
  expect(safeResult({ type: 'signalled', signal: 'SIG\x1b[2J' })).toEqual({
    type: 'signalled',
    signal: 'SIG<U+001B>[2J',
  });
  expect(safeResult({ type: 'exited', code: 3 })).toEqual({ type: 'exited', code: 3 });
});
