import { expect, test } from 'vitest';
import { readEntries } from '../../../source/plan/import/entries.ts';
import { USUAL_ANCHORS } from '../../../source/plan/import/step-head.ts';

function read(text: string) {
  return readEntries(text, USUAL_ANCHORS).map(({ head, aside, text: title, items }) =>
    [head?.owner ?? aside ?? '', title, ...items].join(' | '),
  );
}

test.each([
  ['(05:00 Pat) Stop it', ['Pat | Stop it']],
  ['(05:00 Pat)) Stop it', ['Pat | Stop it']],
  ['((05:00 Pat) Stop it', ['Pat | Stop it']],
  ['[05:00 Pat] Stop it', ['Pat | Stop it']],
  ['**(05:00 Pat)** Stop it', ['Pat | Stop it']],
  ['(05:00 Pat Stop it', ['Pat | Stop it']],
  ['05:00 Pat: Stop it', ['Pat | Stop it']],
  ['05:00 - Stop it', [' | Stop it']],
  ['S + 35m Programmer: Deploy', ['Programmer | Deploy']],
  ['S-15m (Ana) Announce', ['Ana | Announce']],
  ['(Robin) Look', ['Robin | Look']],
  ['[ ] (Robin) Look', ['Robin | Look']],
  ['[x] Look', [' | Look']],
  ['Look (at 05:30 sharp) for it', [' | Look (at 05:30 sharp) for it']],
  ['The window opens 05:00 - 07:00', [' | The window opens 05:00 - 07:00']],
  ['(5:50 am - 6 am, Vik) Undo:* Copy it back* Restart', ['Vik | Undo: | Copy it back | Restart']],
  ['(5:50 am, Vik) One.* (6 am, Mo) Two. (6:10 am, Vik) Three', ['Vik | One.', 'Mo | Two.', 'Vik | Three']],
  ['(5:50 am, Vik) a *word* and **two words** stay', ['Vik | a *word* and **two words** stay']],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});
