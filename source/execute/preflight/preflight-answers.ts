import { type Finding, go, noGo, warn } from './preflight-report.ts';

/** When this machine asked for the time and when it had the answer, epoch milliseconds. */
export type RoundTrip = { readonly asked: number; readonly answered: number };

const megabyte = 1_024;
const gigabyte = 1_024 * megabyte;
/** Less room than this in the job folder, in kilobytes, is worth a word, or too little for any output. */
const littleSpace = 100 * megabyte;
const noSpace = 10 * megabyte;
/** Clocks apart by more than this, in milliseconds: logs are hard to compare; markers and times are wrong. */
const looseClock = 2_000;
const wrongClock = 30_000;

export function shellFinding(name: string): Finding {
  return go('shell', name === '' ? 'sh is there' : `sh is ${name}`);
}

/** The host told its time at some moment of the round trip: half of it is the best guess, and all of it the error. */
export function clockFinding(told: string, { asked, answered }: RoundTrip): Finding {
  const [, seconds, fraction] = /^(\d+)(?:\.(\d+))?/.exec(told) ?? [];
  if (seconds === undefined) return warn('clock', 'it did not tell its time');
  // A date without fractions is half a second late on the average.
  const theirs = Number(seconds) * 1_000 + (fraction === undefined ? 500 : Number(`0.${fraction}`) * 1_000);
  const error = (answered - asked) / 2 + (fraction === undefined ? 500 : 0);
  return clockVerdict(theirs - (asked + answered) / 2, error);
}

/** `difference` is positive where the target's clock is ahead; milliseconds, like the error. */
export function clockVerdict(difference: number, error: number): Finding {
  const apart = Math.max(0, Math.abs(difference) - error);
  const side = difference > 0 ? 'ahead of' : 'behind';
  const words = `${inWords(Math.abs(difference))} ${side} this machine's clock`;
  const mend = 'set both by NTP (chronyc tracking, timedatectl)';
  if (apart > wrongClock) return noGo('clock', words, mend);
  if (apart > looseClock) return warn('clock', words, mend);
  return go('clock', "as this machine's");
}

export function folderFinding(told: string, space: string | undefined): Finding {
  const [, state, folder = ''] = /^(\S+) ?(.*)$/.exec(told) ?? [];
  const mend =
    'running steps keep their output there: make it writable, or set XDG_STATE_HOME for this login';
  const free = freeKilobytes(space);
  if (state === 'none') return noGo('job folder', `${folder} can't be made`, mend);
  if (free !== undefined && free < noSpace) {
    return noGo(
      'job folder',
      `${sizeOf(free)} free in ${folder}`,
      'make room: the output of steps is kept there',
    );
  }
  if (state !== 'writable') return noGo('job folder', `${folder} can't be written`, mend);
  if (free === undefined) return warn('job folder', `${folder} can be written; its free space is not known`);
  if (free < littleSpace) {
    return warn(
      'job folder',
      `${sizeOf(free)} free in ${folder}`,
      'make room: the output of steps is kept there',
    );
  }
  return go('job folder', `writable, ${sizeOf(free)} free`);
}

export function sessionFinding(told: string): Finding {
  switch (told) {
    case 'setsid':
      return go('session', 'setsid is there');
    case 'perl':
      return go('session', 'perl stands in for setsid');
    default:
      return noGo(
        'session',
        'neither setsid nor perl: steps could not outlive the connection',
        'install util-linux',
      );
  }
}

export function sudoFinding(told: string): Finding {
  switch (told) {
    case 'free':
      return go('sudo', 'without a password');
    case 'partly':
      return warn(
        'sudo',
        'without a password for some commands only',
        'compare `sudo -n -l` there with the steps',
      );
    case 'none':
      return noGo('sudo', 'a step uses sudo, and there is none', 'install sudo, or log in as the right user');
    default:
      return noGo(
        'sudo',
        'it wants a password, and nobody is there to type it',
        'allow it with NOPASSWD in sudoers',
      );
  }
}

/** From the second line of `df -Pk`: names may hold spaces, so it is read from where the numbers are. */
function freeKilobytes(line: string | undefined): number | undefined {
  const [, free] = /\s\d+\s+\d+\s+(-?\d+)\s+(?:\d+%|-)\s/.exec(line ?? '') ?? [];
  return free === undefined ? undefined : Number(free);
}

/** Roughly, so that hosts which are alike read alike. */
function sizeOf(kilobytes: number): string {
  if (kilobytes >= gigabyte) return '1 GB or more';
  if (kilobytes >= littleSpace) return `${Math.floor(kilobytes / megabyte / 100) * 100} MB or more`;
  return `${Math.floor(kilobytes / megabyte)} MB`;
}

function inWords(ms: number): string {
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
