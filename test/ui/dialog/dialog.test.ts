import { expect, test } from 'vitest';
import {
  type Dialog,
  type DialogSpec,
  type DialogStep,
  guardMs,
  type Moment,
  openDialog,
  paste,
  press,
} from '../../../source/ui/dialog/dialog.ts';
import { panelLines, panelRows } from '../../../source/ui/dialog/panel.ts';
import { widthOf } from '../../../source/ui/line.ts';
import { makeAugustPlan } from '../../helpers/august-plan.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { start } from '../../helpers/plan.ts';

const spec: DialogSpec = {
  title: 'Confirm: 6 Restart',
  danger: true,
  step: 'restart',
  body: () => ['You say that it is done and right, as QC.'],
  next: ([reason, word]) => {
    if (reason === undefined) return { type: 'text', ask: 'Why?', reason: false };
    if (word === undefined) return { type: 'word', ask: 'Type qc', words: ['qc'] };
    return { type: 'send', command: { type: 'note', text: reason, by: 'x' } };
  },
};

const session = createFakeSession({ plan: makeAugustPlan() });
const asker = { state: session.state(), identity: session.identity, now: start };

function at(wall: number): Moment {
  return { wall, asker };
}

function opened(step: DialogStep): Dialog {
  if (step.type !== 'open') throw new Error('it has closed');
  return step.dialog;
}

function keys(dialog: Dialog, names: readonly string[], wall: number): DialogStep {
  let step: DialogStep = { type: 'open', dialog };
  for (const name of names) step = press(opened(step), { type: 'key', name }, at(wall));
  return step;
}

test('every stage has its own half second', () => {
  const first = opened(openDialog(spec, at(1000)));
  expect(opened(keys(first, ['a'], 1000 + guardMs - 1)).input).toBe('');
  const second = opened(keys(first, ['a', 'enter'], 1000 + guardMs));
  expect(second.stage.type).toBe('word');
  expect(opened(keys(second, ['q'], 1000 + 2 * guardMs - 1)).input).toBe('');
  expect(keys(second, ['q', 'c', 'enter'], 1000 + 2 * guardMs)).toMatchObject({
    type: 'submit',
    submit: { type: 'send', command: { text: 'a' } },
  });
});

test('escape closes at any time', () => {
  expect(keys(opened(openDialog(spec, at(0))), ['esc'], 1)).toEqual({
    type: 'submit',
    submit: { type: 'close' },
  });
});

test('a reason takes merged and pasted text, but neither ends it', () => {
  const first = opened(openDialog(spec, at(0)));
  const merged = opened(press(first, { type: 'merged', text: 'too slow\r' }, at(1000)));
  expect(merged.input).toBe('too slow ');
  expect(merged.answers).toEqual([]);
  const pasted = paste(merged, 'INC\r\n42\u001b[2J', 1000);
  expect(pasted.input).toBe('too slow INC 42[2J');
  expect(pasted.answers).toEqual([]);
});

test('a word takes neither, nor enter alone, nor another word', () => {
  const word = opened(keys(opened(openDialog(spec, at(0))), ['a', 'enter'], 1000));
  expect(opened(press(word, { type: 'merged', text: 'qc' }, at(2000)))).toMatchObject({ input: '' });
  expect(paste(word, 'qc', 2000).input).toBe('');
  expect(opened(keys(word, ['enter'], 2000)).hint).toContain('type qc');
  expect(opened(keys(word, ['q', 'a', 'enter'], 2000))).toMatchObject({ input: '', answers: ['a'] });
  expect(keys(word, ['Q', 'x', 'backspace', 'C', 'enter'], 2000).type).toBe('submit');
});

test('of keys that came together none counts, nor what was typed before them', () => {
  const word = opened(keys(opened(openDialog(spec, at(0))), ['a', 'enter', 'q'], 1000));
  const begun = opened(keys(word, ['q'], 2000));
  expect(begun.input).toBe('q');
  const merged = opened(press(begun, { type: 'merged', text: ' c' }, at(2000)));
  expect(merged).toMatchObject({
    input: '',
    hint: 'keys came too fast: type the word again, slowly',
  });
  expect(opened(keys(merged, ['c', 'enter'], 2000)).answers).toEqual(['a']);
});

test('an empty reason is none', () => {
  const first = opened(openDialog(spec, at(0)));
  expect(opened(keys(first, [' ', 'enter'], 1000)).answers).toEqual([]);
});

test('a key stage takes its keys alone', () => {
  const single: DialogSpec = {
    ...spec,
    next: ([answer]) => (answer === undefined ? { type: 'key', ask: 'y?', keys: ['y'] } : { type: 'leave' }),
  };
  const first = opened(openDialog(single, at(0)));
  expect(keys(first, ['enter', 'n'], 1000).type).toBe('open');
  expect(press(first, { type: 'merged', text: 'yy' }, at(1000)).type).toBe('open');
  expect(keys(first, ['y'], 1000)).toEqual({ type: 'submit', submit: { type: 'leave' } });
});

test('what a question says is of now, and its panel never gets smaller', () => {
  const telling: DialogSpec = { ...spec, body: ({ now }) => (now < 2 ? ['one', 'two'] : ['three']) };
  const dialog = opened(openDialog(telling, { wall: 0, asker: { ...asker, now: 1 } }));
  const rows = (now: number): readonly string[] => {
    const later = { ...asker, now };
    const height = panelRows(dialog, 40, later);
    const lines = panelLines({ dialog, width: 40, height, wall: 5000, now: later });
    expect(lines.length).toBe(height);
    return lines.map((line) => line.map(({ text }) => text).join(''));
  };
  expect(rows(1).join('\n')).toContain('two');
  expect(rows(2).join('\n')).toContain('three');
  expect(rows(2).join('\n')).not.toContain('two');
  expect(rows(2).length).toBe(rows(1).length);
});

test('the panel keeps its height and width from stage to stage', () => {
  for (const width of [56, 61, 80]) {
    const first = opened(openDialog(spec, at(0)));
    const long = opened(press(first, { type: 'merged', text: 'why '.repeat(60) }, at(1000)));
    const word = opened(keys(first, ['a', 'enter'], 1000));
    const height = panelRows(first, width, asker);
    for (const dialog of [first, long, word]) {
      const lines = panelLines({ dialog, width, height, wall: 5000, now: asker });
      expect(lines.length).toBe(height);
      expect(new Set(lines.map(widthOf))).toEqual(new Set([width]));
    }
  }
});

const ways: DialogSpec = {
  ...spec,
  next: ([key]) => {
    if (key === undefined) {
      const choices = [
        { key: 'a', label: 'all again' },
        { key: 's', label: 'skip it', refused: 'it is required' },
      ];
      return { type: 'choice', ask: 'How does it go on?', choices };
    }
    return { type: 'turn', spec };
  },
};

test('a choice takes one of its keys alone, and leads to a question of its own with its own half second', () => {
  const first = opened(openDialog(ways, at(0)));
  expect(opened(keys(first, ['a'], guardMs - 1)).spec).toBe(ways);
  expect(opened(keys(first, ['q'], 1000)).hint).toBe('press a, or esc');
  expect(opened(press(first, { type: 'merged', text: 'aa' }, at(1000))).spec).toBe(ways);
  expect(paste(first, 'a', 1000).spec).toBe(ways);
  const second = opened(keys(first, ['a'], 1000));
  expect(second).toMatchObject({ spec, answers: [], shownAt: 1000 });
  expect(opened(keys(second, ['x'], 1000 + guardMs - 1)).input).toBe('');
});

test('a choice that can not be taken says why and stays', () => {
  const first = opened(openDialog(ways, at(0)));
  expect(opened(keys(first, ['s'], 1000))).toMatchObject({ spec: ways, hint: 'it is required' });
});

test('long code scrolls, and nothing of the question is lost', () => {
  const code = Array.from({ length: 40 }, (_, index) => ({ text: `line ${index}` }));
  const long: DialogSpec = { ...ways, code };
  const draw = (dialog: Dialog): string =>
    panelLines({ dialog, width: 50, height: 16, wall: 5000, now: asker })
      .map((line) => line.map(({ text }) => text).join(''))
      .join('\n');
  const first = opened(openDialog(long, at(0)));
  expect(panelRows(first, 50, asker)).toBeLessThan(40);
  expect(draw(first)).toContain('line 0 ');
  expect(draw(first)).toContain('more below: the arrow keys');
  const end = opened(
    keys(
      first,
      Array.from({ length: 9 }, () => 'pagedown'),
      1,
    ),
  );
  for (const part of [
    'line 39',
    'all again',
    'skip it (it is required)',
    'How does it go on?',
    'done and right',
  ])
    expect(draw(end)).toContain(part);
  expect(draw(end)).not.toContain('line 0 ');
  expect(draw(opened(keys(end, ['up', 'up', 'up', 'up', 'up', 'up'], 1)))).not.toContain('line 39');
});

test('ctrl-u clears the line, ctrl-w takes its last word', () => {
  const first = opened(openDialog(spec, at(0)));
  const typed = opened(press(first, { type: 'merged', text: 'the disk is full ' }, at(1000)));
  expect(opened(keys(typed, ['ctrl+w'], 1000)).input).toBe('the disk is ');
  expect(opened(keys(typed, ['ctrl+w', 'ctrl+w', 'b'], 1000)).input).toBe('the disk b');
  expect(opened(keys(typed, ['ctrl+u'], 1000)).input).toBe('');
  expect(opened(keys(typed, ['ctrl+u', 'ctrl+w', 'q'], 1000)).input).toBe('q');
});

test('a burst says that it was one, also when it is the right word and an enter follows, or it came too early', () => {
  const word = opened(keys(opened(openDialog(spec, at(0))), ['a', 'enter'], 1000));
  const hint = 'keys came too fast: type the word again, slowly';
  const burst = opened(press(word, { type: 'merged', text: 'qc' }, at(2000)));
  expect(opened(keys(burst, ['enter'], 2000))).toMatchObject({ hint, answers: ['a'] });
  expect(opened(press(word, { type: 'merged', text: 'qc' }, at(1001)))).toMatchObject({ hint, input: '' });
  expect(keys(burst, ['q', 'c', 'enter'], 2000).type).toBe('submit');
});

test('what goes on of a long command stands further in: it is no command of its own', () => {
  const dialog = opened(
    openDialog({ ...spec, code: [{ text: `  echo ${'x'.repeat(40)} >/dev/stderr` }] }, at(0)),
  );
  const height = panelRows(dialog, 50, asker);
  const rows = panelLines({ dialog, width: 50, height, wall: 5000, now: asker }).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .slice(2),
  );
  const first = rows.findIndex((row) => row.startsWith('    echo x'));
  expect(first).toBeGreaterThan(0);
  expect(rows[first + 1]).toMatch(/^ {6}\S/);
});
