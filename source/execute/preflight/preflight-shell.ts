import { randomToken } from '../random.ts';
import { oneLine } from '../reason.ts';
import type { ChannelEnd, ChannelOrder, ChannelStart } from '../shell/shell-channel.ts';
import { type Timers, within } from '../timers.ts';
import {
  clockFinding,
  folderFinding,
  type RoundTrip,
  sessionFinding,
  shellFinding,
  sudoFinding,
} from './preflight-answers.ts';
import { type Finding, noGo } from './preflight-report.ts';
import { preflightScript } from './preflight-script.ts';

export type ShellQuestions = {
  readonly run: (order: ChannelOrder) => Promise<ChannelStart>;
  readonly sudo: boolean;
  /** Whether its clock is another one than ours. */
  readonly clock: boolean;
  readonly timers: Timers;
};

/** How long one host may take to answer all questions, milliseconds. */
const patience = 15_000;
const mostNoise = 2_000;

/** Asks one place with a shell everything at once. Never rejects. */
export async function askShell({ run, sudo, clock, timers }: ShellQuestions): Promise<readonly Finding[]> {
  const nonce = randomToken();
  const answers = new Map<string, string>();
  const ended = Promise.withResolvers<'answered'>();
  let noise = '';
  let trip: RoundTrip | undefined;
  let asked: number | undefined;
  let tellTime = () => {};
  const onLine = (line: string) => {
    if (!line.startsWith(`${nonce} `)) {
      noise = (noise + line).slice(-mostNoise);
      return;
    }
    const [, name = '', rest = ''] = /^\S+ (\S+) ?(.*)$/.exec(line) ?? [];
    answers.set(name, rest);
    if (name === 'shell') tellTime();
    if (name === 'clock' && asked !== undefined) trip = { asked, answered: timers.now() };
    if (name === 'end') ended.resolve('answered');
  };
  const start = await within(
    run({
      input: preflightScript({ nonce, sudo }),
      stdout: linesOf(onLine),
      stderr: (bytes) => {
        noise = (noise + Buffer.from(bytes).toString()).slice(-mostNoise);
      },
    }),
    { ms: patience, timers },
  );
  if (start === undefined) return [noGo('shell', `it did not start a command within ${patience / 1_000} s`)];
  if (start.type === 'failed') return [noGo('shell', start.reason)];
  const { channel } = start;
  const ask = () => {
    asked ??= timers.now();
    channel.write('time\n');
  };
  if (answers.has('shell')) ask();
  else tellTime = ask;
  const end = await within(Promise.race([ended.promise, channel.ended]), { ms: patience, timers });
  channel.close();
  const findings = findingsOf(answers, { trip: clock ? trip : undefined, sudo });
  return end === 'answered' ? findings : [...findings, broken({ end, noise, began: answers.has('shell') })];
}

type Asked = { readonly trip: RoundTrip | undefined; readonly sudo: boolean };

function findingsOf(answers: ReadonlyMap<string, string>, { trip, sudo }: Asked): readonly Finding[] {
  const told = <T>(name: string, judge: (answer: string) => T): readonly T[] => {
    const answer = answers.get(name);
    return answer === undefined ? [] : [judge(oneLine(answer))];
  };
  return [
    ...told('shell', shellFinding),
    ...told('clock', (time) => (trip === undefined ? [] : [clockFinding(time, trip)])).flat(),
    ...told('folder', (folder) => folderFinding(folder, answers.get('space'))),
    ...told('session', sessionFinding),
    ...(sudo ? told('sudo', sudoFinding) : []),
  ];
}

type Broken = {
  readonly end: ChannelEnd | undefined;
  readonly noise: string;
  readonly began: boolean;
};

function broken({ end, noise, began }: Broken): Finding {
  const words = oneLine(noise);
  if (end === undefined) return noGo('shell', `it did not answer within ${patience / 1_000} s`);
  if (end.type === 'lost') return noGo('shell', end.reason);
  const how = end.type === 'exited' ? `code ${end.code}` : end.signal;
  const what = began ? 'its shell ended in the middle' : 'it does not run sh';
  return noGo(
    'shell',
    `${what} (${how})${words === '' ? '' : `: ${words}`}`,
    'the login needs a POSIX shell',
  );
}

function linesOf(onLine: (line: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = (lines.pop() ?? '').slice(-mostNoise);
    for (const line of lines) onLine(line);
  };
}
