import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { preflightBody } from '../../../source/ui/preflight/preflight-body.ts';
import { startLook } from '../../helpers/preflight-state.ts';

const seven = ['web1', 'web2', 'web3', 'web4', 'web5', 'web6', 'mail1', 'local', 'db:sakai', 'mail'];
const many = Array.from({ length: 200 }, (_, index) => `node${String(index + 1).padStart(3, '0')}`);
const small = { width: 80, height: 19 };
const large = { width: 120, height: 35 };

function textOf(facts: Parameters<typeof preflightBody>[0]): readonly string[] {
  const { lines } = preflightBody(facts);
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

test('every target has its place before it has answered, and keeps it', async () => {
  const { look, tell } = startLook(seven);
  const before = textOf({ state: look.state(), top: 0, size: small });
  expect(before.slice(2, 6).map((row) => row.trimEnd())).toEqual([
    ' mail ○1',
    ' web  ○1 ○2 ○3 ○4 ○5 ○6',
    ' ○ this machine  ○ database sakai  ○ mail server',
    '',
  ]);
  await tell(['web3', 'web4']);
  const after = textOf({ state: look.state(), top: 0, size: small });
  const positions = (rows: readonly string[]) => rows.slice(0, 6).map((row) => row.replace(/[✔✖○]/g, '*'));
  expect(positions(after)).toEqual(positions(before));
  expect(after[3]?.trimEnd()).toBe(' web  ✔1 ✔2 ✖3 ✖4 ✔5 ✔6');
});

test('problems come first, in full, with what can be done; what is alike is folded', async () => {
  const { look, tell } = startLook(seven);
  await tell(['web3', 'web4']);
  const rows = textOf({ state: look.state(), top: 0, size: small }).map((row) => row.trimEnd());
  const from = rows.findIndex((row) => row.includes('NO-GO'));
  expect(rows.slice(from, from + 5)).toEqual([
    ' ✖ NO-GO web[3-4]           connection  no connection to the host: refused',
    '                                        = is it switched on?',
    ' ✔ go    mail1,web[1-2,5-6] connection  reached, key verified, logged in',
    ' ✔ go    mail1,web[1-2,5-6] shell       sh is dash',
    ' ✔ go    this machine       connection  reached, key verified, logged in',
  ]);
});

test.each([
  ['80x24', small],
  ['120x40', large],
])('200 hosts fit, at %s', async (_, size) => {
  const { look, tell } = startLook(many);
  for (const down of [[], many.slice(0, 40)]) {
    await tell(down);
    const rows = textOf({ state: look.state(), top: 0, size });
    expect(rows.length).toBeLessThanOrEqual(size.height);
    for (const row of rows) expect(stringWidth(row)).toBe(size.width);
    look.again();
  }
});

test('200 hosts are a grid where there is room for it, and else a bar that counts', async () => {
  const { look, tell } = startLook(many);
  await tell(['node007', 'node099']);
  const grid = textOf({ state: look.state(), top: 0, size: large });
  expect(grid.join('\n')).toMatch(/✔006 +✖007 +✔008/);
  const bar = textOf({ state: look.state(), top: 0, size: small });
  expect(bar[2]?.trimEnd()).toBe(` hosts  ${'━'.repeat(30)}  200 of 200  ✔ 198 go  ✖ 2 NO-GO`);
});

test('a table that does not fit says how much more there is, to its last row', async () => {
  const { look, tell } = startLook(seven);
  await tell(['web1', 'mail1', 'local', 'db:sakai']);
  const size = { width: 80, height: 10 };
  const { rows, room } = preflightBody({ state: look.state(), top: 0, size });
  expect(rows).toBeGreaterThan(room);
  const top = textOf({ state: look.state(), top: 0, size });
  expect(top.at(-1)?.trim()).toBe(`… ${rows - room + 1} more below: the arrow keys`);
  const end = textOf({ state: look.state(), top: rows - room + 1, size });
  expect(end.at(-1)).toMatch(/… \d+ above/);
  const whole = textOf({ state: look.state(), top: 0, size: { ...size, height: 40 } });
  expect(end.at(-2)).toBe(whole.findLast((row) => row.trim() !== ''));
});
