import { homedir } from 'node:os';
import { oneLine } from '../reason.ts';
import type { FileFacts, HostFiles, Transport } from '../shell/shell-channel.ts';
import { shellFolder } from '../shell/shell-script.ts';
import { runShortScript } from '../shell/short-script.ts';
import type { Timers } from '../timers.ts';

/** One host while files go to it or come from it. */
export type CopyPlace = {
  readonly host: string;
  readonly files: HostFiles;
  readonly transport: Transport;
  readonly timers: Timers;
  /** Permissions that the plan asks for. */
  readonly mode: number | undefined;
  readonly say: (line: string) => void;
  /** Hex SHA-256 of a file here. */
  readonly digestOf: (path: string) => Promise<string>;
  /** Aborted by a stop, or when the time is up. */
  readonly cut: AbortSignal;
};

/** What is wrong; nothing of the destination has changed. */
export type CopyFault = { readonly type: 'fault'; readonly reason: string };

export function fault(reason: string): CopyFault {
  return { type: 'fault', reason };
}

/** Milliseconds: a digest of a large file takes its time. */
const patience = 600_000;

/** `~/` as SFTP has it, which begins at the login's home. */
export function remotePath(path: string): string {
  return path.replace(/^~\//, '');
}

export function localPath(path: string): string {
  return path.replace(/^~(?=\/)/, homedir());
}

/** Hex SHA-256 of a file on the host, by whichever program is there. */
export async function remoteDigest(
  { host, transport, timers, cut }: CopyPlace,
  path: string,
): Promise<{ readonly type: 'digest'; readonly sha256: string } | CopyFault> {
  const file = shellFolder(path);
  const script = `gonogo_sum=
if command -v sha256sum >/dev/null 2>&1; then gonogo_sum=$(sha256sum <${file})
elif command -v shasum >/dev/null 2>&1; then gonogo_sum=$(shasum -a 256 <${file})
elif command -v openssl >/dev/null 2>&1; then gonogo_sum=$(openssl dgst -sha256 <${file})
else gonogo_say none; fi
gonogo_say sum "$gonogo_sum"`;
  const asked = runShortScript({ transport, host, script, timeout: patience, timers });
  const answer = await Promise.race([asked, whenCut(cut)]);
  if (answer === undefined) return fault('cut off');
  if (answer.type === 'trouble') return fault(oneLine(answer.reason, 300));
  if (answer.lines.includes('none')) {
    return fault(`${host} has neither sha256sum nor shasum nor openssl: nobody can tell what arrived`);
  }
  const sha256 = /\b[0-9a-f]{64}\b/.exec(answer.lines.join(' '))?.[0];
  return sha256 === undefined
    ? fault(`${host} can't tell the digest of ${path}`)
    : { type: 'digest', sha256 };
}

async function whenCut(cut: AbortSignal): Promise<undefined> {
  if (cut.aborted) return;
  await new Promise((resolve) => cut.addEventListener('abort', resolve, { once: true }));
}

/** What can't be written over: a folder, a link (its target is meant, or it is not), a device. */
export function unfitToReplace(path: string, facts: FileFacts | undefined): string | undefined {
  if (facts === undefined || facts.kind === 'file') return undefined;
  if (facts.kind === 'link') return `${path} is a link: name the file that it leads to`;
  return facts.kind === 'folder' ? `${path} is a folder: name the file in it` : `${path} is no plain file`;
}

/** `1.2 MB` */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** A line every ten seconds, `37 % of 120 MB`. */
export function progressTeller({
  size,
  say,
  timers,
}: Pick<CopyPlace, 'say' | 'timers'> & { readonly size: number }): (bytes: number) => void {
  let told = timers.now();
  return (bytes) => {
    if (timers.now() - told < 10_000 || size === 0) return;
    told = timers.now();
    say(`${Math.floor((bytes * 100) / size)} % of ${sizeWords(size)}`);
  };
}
