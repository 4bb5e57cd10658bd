export type LogsPlan = {
  /** In all. */
  readonly steps: number;
  /** Where the first ones run; the others are for a person. */
  readonly hosts: string;
  /** What each of the first ones runs, by itself and after the one before. */
  readonly commands: readonly string[];
};

/** A plan whose first steps print, as the screen lists it from its top: `S+0 Copy 1`, ..., `S+1m Look at part 2`. */
export function logsPlan({ steps, hosts, commands }: LogsPlan): string {
  // The day is tomorrow's in any zone: a plan whose window has passed is not begun.
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const header = `title: Benchmark\nwindow: ${day} 01:00 - 23:00 UTC\nstart: window\nroles:\n  ops: Bench\n`;
  const loads = commands.map((command, index) => {
    const after = index === 0 ? '' : ` after=copy${index}`;
    return `- (S + 0m Ops) Copy ${index + 1} {#copy${index + 1} auto${after}}\n\n  \`\`\`sh on=@all\n  ${command}\n  \`\`\`\n`;
  });
  const looks = Array.from({ length: steps - commands.length }, (_, index) => {
    const number = commands.length + index + 1;
    const after = index === 0 && commands.length > 0 ? ` after=copy${commands.length}` : '';
    return `- (S + ${number - 1}m Ops) Look at part ${number} {#look${number}${after}}\n`;
  });
  const named = commands.length > 0 ? `hosts:\n  all: "${hosts}"\n` : '';
  return `---\n${header}${named}---\n\n# Benchmark\n\n## During the window\n\n${[...loads, ...looks].join('\n')}`;
}
