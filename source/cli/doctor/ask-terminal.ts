import { sleep } from '../../session/clock.ts';
import type { DoctorWorld } from './doctor-check.ts';

type Ability = 'yes' | 'no' | 'unsaid';

export type TerminalAnswer =
  | { readonly type: 'answered'; readonly alternate: Ability; readonly synchronized: Ability }
  | { readonly type: 'silent' };

/** Every terminal answers the last of the three; what it doesn't know of the first two it leaves out. */
const QUESTION = '\u001b[?1049$p\u001b[?2026$p\u001b[c';
const PATIENCE = 1000;

/** Asks the terminal what it can do. Its answer comes as if it were typed, so nothing else may read meanwhile. */
export async function askTerminal({ io, clock }: Pick<DoctorWorld, 'io' | 'clock'>): Promise<TerminalAnswer> {
  const { stdin } = io;
  const raw = rawMode(stdin);
  let text = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  const onData = (chunk: Uint8Array | string) => {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    if (lastAnswer.test(text)) resolve();
  };
  raw?.(true);
  stdin.on('data', onData);
  stdin.resume();
  try {
    io.stdout.write(QUESTION);
    await Promise.race([promise, sleep(clock, PATIENCE)]);
  } finally {
    stdin.off('data', onData);
    stdin.pause();
    raw?.(false);
  }
  return readAnswer(text);
}

export function readAnswer(text: string): TerminalAnswer {
  if (!lastAnswer.test(text)) return { type: 'silent' };
  return { type: 'answered', alternate: ability(text, 1049), synchronized: ability(text, 2026) };
}

const lastAnswer = /\u001b\[\?[\d;]*c/;

function ability(text: string, mode: number): Ability {
  const state = new RegExp(`\\u001b\\[\\?${mode};(\\d)\\$y`).exec(text)?.[1];
  if (state === undefined) return 'unsaid';
  return state === '0' || state === '4' ? 'no' : 'yes';
}

/** Only a terminal has one. */
function rawMode(stdin: DoctorWorld['io']['stdin']): ((on: boolean) => void) | undefined {
  if (!('setRawMode' in stdin) || typeof stdin.setRawMode !== 'function') return undefined;
  const set = stdin.setRawMode;
  return (on) => {
    set.call(stdin, on);
  };
}
