import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn as spawnPty } from '@lydell/node-pty';
import type { GonogoHome } from './gonogo-home.ts';

const patience = 120_000;

/** Runs the only step of a plan in a pseudo-terminal, with all screens. Seconds from the step's start to its end. */
export async function stepOnScreens(home: GonogoHome): Promise<number> {
  const [program = '', script = '', command = '', plan = '', ...rest] = home.command;
  // It starts by itself once the look before the window is over.
  writeFileSync(plan, readFileSync(plan, 'utf8').replace('{#step1}', '{#step1 auto}'));
  const args = [script, command, plan, ...rest.filter((each) => each !== '--plain')];
  const env = { ...process.env, ...home.env, TERM: 'xterm-256color' };
  const child = spawnPty(program, args, { cols: 120, rows: 40, cwd: home.cwd, env });
  let screen = '';
  child.onData((text) => {
    screen = (screen + text).slice(-100_000);
  });
  try {
    await until(
      () => /GO: 1 host/.test(screen),
      () => screen,
    );
    // Keys pressed the moment that a screen appears are not taken.
    await sleep(1_000);
    child.write('\r');
    await until(
      () => home.seconds('step1') > 0,
      () => screen,
    );
    return home.seconds('step1');
  } finally {
    child.kill('SIGKILL');
  }
}

async function until(holds: () => boolean, screen: () => string): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > patience) throw new Error(`gonogo's screens stand still:\n${screen()}`);
    await sleep(50);
  }
}
