/** What gonogo reads from its environment; an option that says the same goes before it. */
export const environment: Readonly<Record<string, string>> = {
  GONOGO_JOURNAL: 'where runs are recorded (--journal)',
  GONOGO_AS: 'who is at this keyboard (--as)',
  GONOGO_ROLES: 'the roles at this keyboard, as qc,dba (--roles)',
  GONOGO_SSH_CONFIG: 'instead of your ssh configuration (--ssh-config)',
  GONOGO_THEME: 'dark, light, high-contrast or mono (--theme)',
  GONOGO_ASCII: '1: no characters beyond ASCII on the screens, 0: all of them (--ascii)',
  NO_COLOR: 'anything: bold, dim and inverse instead of colours',
  PAGER: 'shows a log (L); less otherwise',
  VISUAL: 'edits what a step runs (E)',
  EDITOR: 'the same where VISUAL is not set',
  SHELL: 'the shell on this machine (!)',
  SSH_AUTH_SOCK: 'the ssh agent, whose keys log in and sign',
  LANG: 'with LC_ALL and LC_CTYPE: whether the terminal shows UTF-8',
  TERM: 'dumb: lines instead of screens',
  COLORTERM: 'with TERM: how many colours gonogo doctor expects',
  XDG_CONFIG_HOME: 'where preferences are kept (~/.config)',
  XDG_STATE_HOME: 'where the journal is kept (~/.local/state)',
  XDG_DATA_HOME: 'where trusted host keys are kept (~/.local/share)',
};

/** `gonogo help environment`. */
export function environmentTopic(): string {
  const width = Math.max(...Object.keys(environment).map((name) => name.length));
  const lines = Object.entries(environment).map(([name, words]) => `  ${name.padEnd(width)}  ${words}`);
  return `Environment:\n${lines.join('\n')}\n\nAn option goes before the environment, and that before gonogo config.\n`;
}
