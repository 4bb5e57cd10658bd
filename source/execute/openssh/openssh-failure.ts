import { oneLine } from '../reason.ts';
import type { Refused } from '../shell/shell-channel.ts';
import { plainLines, shownKey } from './openssh-log.ts';

export type OpensshFailure = {
  /** As the plan calls it. */
  readonly host: string;
  /** ssh's own log. */
  readonly log: string;
  /** Its stderr: a banner of the host, and whatever the ssh to a jump host said. */
  readonly said: string;
};

/** One sentence on why this machine's ssh has no connection, and whether a later try may have one. */
export function whyNoConnection({ host, log, said }: OpensshFailure): Refused {
  const key = shownKey(log);
  const own = plainLines(log);
  const hop = plainLines(said);
  // A jump host's troubles are only on stderr, where a host's banner may be, too: its words can only end the tries.
  const text = [...own, ...hop].join('\n');
  const refused = (reason: string, kind: Refused['kind']): Refused => ({
    type: 'refused',
    reason,
    hostKey: key?.fingerprint,
    kind,
  });
  if (log === '') return refused(`ssh does not start on this machine: ${wordsOf(hop, [])}`, 'final');
  if (/host key verification failed/i.test(text)) {
    return refused(hostKeyWords({ host, key, own, hop }), 'final');
  }
  if (/: Permission denied \(|^Permission denied \(|Too many authentication failures/m.test(text)) {
    return refused(
      `${host} does not let us in: ${oneLine([...hop.slice(-1), ...own.slice(-3)].join('; '))}`,
      'final',
    );
  }
  if (settings.test(text)) return refused(`ssh can't be used for ${host}: ${wordsOf(own, hop)}`, 'final');
  return refused(`no connection to ${host}: ${wordsOf(own, hop)}`, 'passing');
}

/** Why a connection that stood is gone; undefined where ssh did not say. */
export function whyLostConnection(log: string): string | undefined {
  const line = plainLines(log).at(-1);
  return line === undefined ? undefined : oneLine(line);
}

const settings =
  /bad configuration option|terminating, \d+ bad|unsupported option|bad owner or permissions|unable to negotiate|no matching .* found/i;

type KeyWords = {
  readonly host: string;
  readonly key: { readonly type: string; readonly fingerprint: string } | undefined;
  readonly own: readonly string[];
  readonly hop: readonly string[];
};

function hostKeyWords({ host, key, own, hop }: KeyWords): string {
  const text = own.join('\n');
  if (key === undefined || !/host key verification failed/i.test(text)) {
    return `the host key of a host on the way to ${host} was not accepted: ${wordsOf(hop, own)}`;
  }
  const shown = `${key.type} ${key.fingerprint}`;
  const [, place] = /^Offending .*key.* in (\S.*:\d+)$/m.exec(text) ?? [];
  const lines = place === undefined ? 'its line' : place;
  if (/REVOKED HOST KEY|marked as revoked/i.test(text)) {
    return `the host key of ${host} (${shown}) is revoked`;
  }
  if (/IDENTIFICATION HAS CHANGED/.test(text)) {
    return `THE HOST KEY OF ${host} HAS CHANGED: it showed ${shown}. Somebody may be in between: find out why, and only then replace ${lines}`;
  }
  return `the host key of ${host} (${shown}) is unknown: compare the fingerprint with the host's own, then add it to the known_hosts of this machine's ssh`;
}

/** The last line says what made ssh give up; behind a jump host only the other side's last line does. */
function wordsOf(own: readonly string[], other: readonly string[]): string {
  const last = own.at(-1);
  const empty =
    last === undefined ||
    /^(Connection closed by UNKNOWN|kex_exchange_identification|banner exchange)/.test(last);
  const words = [
    ...(last === undefined ? [] : [last]),
    ...(empty && other.length > 0 ? other.slice(-1) : []),
  ];
  return oneLine(words.toReversed().join('; ') || 'ssh ended without a word');
}
