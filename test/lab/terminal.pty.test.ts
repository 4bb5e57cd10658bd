import { afterEach, expect, test } from 'vitest';
import { openTerminal, type Terminal, type TerminalOptions } from '../helpers/terminal.ts';

const opened: Terminal[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

function shell(script: string, options: Partial<TerminalOptions> = {}): Terminal {
  const terminal = openTerminal({
    command: '/bin/sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH, HOME: '/' },
    cols: 40,
    rows: 6,
    ...options,
  });
  opened.push(terminal);
  return terminal;
}

test('shows what a program draws, where it draws it', async () => {
  const terminal = shell('printf "\\033[2;5H\\033[1;7mhere\\033[0m and \\033[31mred\\033[3;1H"; read _');
  await terminal.waitFor('here and red');
  await terminal.waitFor(() => terminal.cursor().row === 2);
  expect(terminal.screen()).toEqual(['', '    here and red', '', '', '', '']);
  expect(terminal.cell(1, 4)).toMatchObject({ text: 'h', bold: true, inverse: true });
  expect(terminal.cell(1, 13)).toMatchObject({ text: 'r', bold: false, foreground: 1 });
});

test('knows title, cursor, modes and the alternate screen', async () => {
  const terminal = shell(
    'printf "\\033]0;the title\\007\\033[?1049h\\033[?25l\\033[?2004hup"; read _; printf "\\033[?1049l\\033[?25hdown"',
  );
  await terminal.waitFor('up');
  expect([terminal.title(), terminal.alternateScreen()]).toEqual(['the title', true]);
  expect([terminal.cursorHidden(), terminal.bracketedPaste()]).toEqual([true, true]);
  terminal.write('\r');
  await terminal.waitFor(/down$/m);
  expect([terminal.alternateScreen(), terminal.cursorHidden()]).toEqual([false, false]);
});

test('passes keys and the size, and answers what a program asks of it', async () => {
  const terminal = shell(
    'stty size; read key; echo "got $key"; stty raw -echo min 0 time 20; printf "\\033[6n"; dd bs=16 count=1 2>/dev/null | od -c',
  );
  await terminal.waitFor('6 40');
  terminal.write('x\r');
  await terminal.waitFor('got x');
  await terminal.waitFor(/033 +\[ +\d +; +\d +R/, { what: 'the position of the cursor' });
  expect(await terminal.exit).toEqual({ code: 0, signal: undefined });
});

test('a resize reaches the program', async () => {
  const terminal = shell('trap "stty size" WINCH; echo ready; while :; do sleep 0.05; done');
  await terminal.waitFor('ready');
  terminal.resize(77, 11);
  await terminal.waitFor('11 77');
  expect(terminal.screen()).toHaveLength(11);
});

test('tells exit codes and signals apart', async () => {
  expect(await shell('exit 5').exit).toEqual({ code: 5, signal: undefined });
  const killed = shell('echo up; sleep 60');
  await killed.waitFor('up');
  killed.kill('SIGKILL');
  expect(await killed.exit).toMatchObject({ signal: 'SIGKILL' });
});

test('all output is on the screen at the exit', async () => {
  const terminal = shell('i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done');
  await terminal.exit;
  expect(terminal.text()).toContain('line 1999');
  expect(terminal.output().match(/line \d+/g)).toHaveLength(2000);
});

test('a wait that fails shows the screen and what was waited for', async () => {
  const terminal = shell('echo something else; read _');
  await terminal.waitFor('something');
  const failed = terminal.waitFor('this', { timeout: 20, what: 'the first frame' });
  await expect(failed).rejects.toThrow(/within 20 ms: the first frame\n(.|\n)*\|something else/);
  terminal.write('\r');
  await expect(terminal.waitFor('this')).rejects.toThrow('ended (exit 0) before: this');
});
