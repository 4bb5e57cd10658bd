import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { passphraseAsker } from '../../source/cli/ask-passphrase.ts';
import { createTestIo } from './test-io.ts';

function terminal() {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  });
  const io = createTestIo();
  const ask = passphraseAsker({ ...io, stdin });
  if (ask === undefined) throw new Error('nobody to ask');
  return { stdin, modes, io, ask };
}

test.each([
  ['open sesame\r', 'open sesame'],
  ['sesamf\u007fe\n', 'sesame'],
  ['wrong\u0015right\r', 'right'],
  ['pässwörd ☃\r', 'pässwörd ☃'],
  ['☃\u007f\r', ''],
  ['a\tb\u001b\r', 'ab'],
  ['half\u0003', undefined],
  ['\u0004', undefined],
])('%j is %j, and is shown nowhere', async (typed, expected) => {
  const { stdin, modes, io, ask } = terminal();
  const answer = ask('/home/me/.ssh/id_rsa', false);
  for (const byte of Buffer.from(typed)) stdin.write(Buffer.of(byte));
  expect(await answer).toBe(expected);
  expect(modes).toEqual([true, false]);
  expect(io.written() + io.complained()).toBe(
    'Passphrase for /home/me/.ssh/id_rsa (Ctrl-C: go on without it): \n',
  );
});

test('a second try says that the first did not fit, and finds the terminal as it was', async () => {
  const { stdin, modes, io, ask } = terminal();
  const first = ask('id', false);
  stdin.write('a\r');
  await first;
  const second = ask('id\u001b[2J', true);
  stdin.write('b\r');
  expect(await second).toBe('b');
  expect(io.complained()).toMatch(/\nThat does not fit\. Passphrase for id<U\+001B>\[2J/);
  expect(modes).toEqual([true, false, true, false]);
});

test('the end of the input is no answer', async () => {
  const { stdin, ask } = terminal();
  const answer = ask('id', false);
  stdin.end();
  expect(await answer).toBeUndefined();
});

test('without a terminal nobody is asked', () => {
  expect(passphraseAsker(createTestIo('open sesame\n'))).toBeUndefined();
});
