import { askTerminal, type TerminalAnswer } from './ask-terminal.ts';
import { bad, type DoctorCheck, type DoctorWorld, type Finding, ok, warn } from './doctor-check.ts';

export const terminalCheck: DoctorCheck = {
  name: 'terminal',
  look: async (world) => {
    const { stdin, stdout, env } = world.io;
    if (stdin.isTTY !== true || stdout.isTTY !== true) {
      return [
        warn('not looked at: this is none', 'run gonogo doctor at the terminal of the night, without a pipe'),
      ];
    }
    if (env.TERM === undefined || env.TERM === '' || env.TERM === 'dumb') {
      return [
        bad(`TERM=${env.TERM ?? ''}: it can't show screens`, 'set TERM to what it is, else use --plain'),
      ];
    }
    return [sizeFinding(stdout), colourFinding(env), ...abilityFindings(await askTerminal(world))];
  },
};

export function sizeFinding({ columns = 0, rows = 0 }: DoctorWorld['io']['stdout']): Finding {
  const size = `${columns} columns, ${rows} rows`;
  if (columns === 0 || rows === 0) return warn('it does not say how large it is', 'stty rows 40 cols 120');
  if (columns < 80 || rows < 24)
    return bad(`${size}: too small for the screens`, 'make it 80 by 24 at least, or use --plain');
  if (columns < 120 || rows < 40) return ok(`${size}; 120 by 40 shows more at once`);
  return ok(size);
}

export function colourFinding(env: NodeJS.ProcessEnv): Finding {
  const term = `TERM=${env.TERM ?? ''}`;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return ok(`${term}, no colours (NO_COLOR)`);
  const many = /256|truecolor|direct|kitty|alacritty|ghostty|wezterm/.test(`${env.TERM} ${env.COLORTERM}`);
  if (many) return ok(`${term}, 256 colours`);
  return warn(
    `${term}: 256 colours are not promised`,
    'gonogo config theme high-contrast has the sixteen only',
  );
}

export function abilityFindings(answer: TerminalAnswer): readonly Finding[] {
  if (answer.type === 'silent') {
    return [warn('it does not answer what it can do', 'if the screens flicker or stay behind, use --plain')];
  }
  const { alternate, synchronized } = answer;
  return [
    ...(alternate === 'no' ? [bad('it has no alternate screen', 'use another terminal, or --plain')] : []),
    synchronized === 'yes'
      ? ok('alternate screen, synchronized output')
      : ok('alternate screen; no synchronized output, so a frame may be seen while it is drawn'),
  ];
}
