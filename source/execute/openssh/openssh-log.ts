import { readFile } from 'node:fs/promises';

/** What `ssh -v -E FILE` wrote; empty where there is no file. */
export async function readLog(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

/** `TYPE SHA256:…` of the key that the host showed, or tried to. */
export function shownKey(log: string): { readonly type: string; readonly fingerprint: string } | undefined {
  const [, type, fingerprint] = /^debug1: Server host key: (\S+) (SHA256:\S+)/m.exec(log) ?? [];
  return type === undefined || fingerprint === undefined ? undefined : { type, fingerprint };
}

/** The exit code that the host told, if it told one: ssh's own 255 may mean anything. */
export function toldExit(log: string): number | undefined {
  const [, code] = /^debug2: Received exit status from master (\d+)/m.exec(log) ?? [];
  return code === undefined ? undefined : Number(code);
}

/** The lines that are for people. */
export function plainLines(log: string): readonly string[] {
  return log
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !chatter.test(line));
}

const chatter =
  /^(debug\d: |OpenSSH_|Authenticated to |Transferred: |Bytes per second: |@{9,}|Pseudo-terminal will not)/;
