import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Problem } from '../../source/plan/problem.ts';
import { renderProblems } from '../../source/plan/problem-text.ts';
import type { WidthOf } from '../../source/plan/text-width.ts';

function problem(fields: Partial<Problem>): Problem {
  return { severity: 'error', line: 1, column: 1, length: 1, message: 'wrong', mend: undefined, ...fields };
}

function render(text: string, fields: Partial<Problem>, widthOf?: WidthOf): readonly string[] {
  return renderProblems({
    problems: [problem(fields)],
    text,
    file: 'plan.md',
    ...(widthOf && { widthOf }),
  }).split('\n');
}

test('shows the place, the line, a caret and the mend', () => {
  const text = 'one\n- (S + 35m Programer) Deploy\n';
  const message = 'unknown role `Programer`';
  const mend = 'did you mean `Programmer`?';
  expect(
    renderProblems({
      problems: [problem({ line: 2, column: 12, length: 9, message, mend })],
      text,
      file: 'plan.md',
    }),
  ).toBe(`plan.md:2:12: error: unknown role \`Programer\`
    2 | - (S + 35m Programer) Deploy
      |            ^^^^^^^^^
      = did you mean \`Programmer\`?
`);
});

test.each([
  ['a tab', '\t- (S + 0 Xyz) t', 'Xyz'],
  ['wide letters', '- 古い古い Xyz t', 'Xyz'],
  ['an emoji', '- 👩‍🔧 Xyz t', 'Xyz'],
  ['a control character', '- \u001b[31m Xyz t', 'Xyz'],
  ['a long line', `- ${'x'.repeat(500)} Xyz t${'y'.repeat(500)}`, 'Xyz'],
])('the caret stands under its word after %s', (_, text, word) => {
  const [, line = '', caret = ''] = render(
    text,
    { column: text.indexOf(word) + 1, length: word.length },
    stringWidth,
  );
  expect(stringWidth(line.slice(0, line.indexOf(word)))).toBe(caret.indexOf('^'));
  expect(caret.trim().slice(1).trim()).toBe('^^^');
  expect(line.length).toBeLessThan(250);
});

test.each(['\r\n', '\n', '\r'])('lines end with %j', (end) => {
  const [, line] = render(`one${end}two${end}`, { line: 2 });
  expect(line).toBe('    2 | two');
});

test('a place behind the end of the text does no harm', () => {
  expect(render('', { line: 9, column: 9, length: 9 })[2]).toBe('      | ^');
});

test('no control character of a plan, a file name or a message reaches the terminal', () => {
  const text = renderProblems({
    problems: [problem({ message: 'a\u001b[2Jb', mend: 'c\u0007' })],
    text: 'x\u001b]0;title\u0007y',
    file: 'pl\u001ban.md',
  });
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(render('x', { message: 'two\nlines' })[0]).toBe('plan.md:1:1: error: two lines');
});

test('a password is not repeated', () => {
  const text = '  sakai: { url: "postgres://me:hunter2@db/x?password=swordfish" }';
  const shown = render(text, { column: 18, length: 20 }).join('\n');
  expect(shown).not.toContain('hunter2');
  expect(shown).not.toContain('swordfish');
  expect(shown).toContain('postgres://me:*******@db/x');
});
