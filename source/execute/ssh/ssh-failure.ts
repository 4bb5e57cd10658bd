import type { Identities } from '../login-keys/ssh-identities.ts';
import { oneLine } from '../reason.ts';
import type { SshLeg } from '../ssh-settings/ssh-route.ts';
import type { SshSettings } from '../ssh-settings/ssh-settings.ts';

export type SshError = Error & { readonly level?: string; readonly code?: unknown };

export type ConnectionFailure = {
  /** `late`: no answer in time. */
  readonly cause: SshError | 'late';
  readonly leg: SshLeg;
  /** Milliseconds the host had to answer. */
  readonly timeout: number;
  readonly identities: Identities;
};

/** One sentence on why there is no connection, with what a person can do. */
export function whyNotConnected({ cause, leg, timeout, identities }: ConnectionFailure): string {
  const { settings } = leg;
  const name = nameOf(leg);
  if (cause === 'late') return `${name} did not answer within ${Math.round(timeout / 1_000)} s`;
  if (cause.level === 'client-authentication') return loginRefused({ name, settings, identities });
  switch (cause.code) {
    case 'ECONNREFUSED':
      return `${name} refuses connections: is sshd running there, on this port?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${settings.hostName} can't be resolved (${cause.code})`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${name} can't be reached (${cause.code})`;
    default:
      return `no connection to ${name}: ${oneLine(cause.message)}${triedAndNotes(identities, cause)}`;
  }
}

/** Whether a later try may succeed where this one failed. */
export function kindOfFailure({ level, message }: SshError): 'passing' | 'final' {
  const final = level === 'client-authentication' || level === 'handshake' || /authentication/i.test(message);
  return final ? 'final' : 'passing';
}

export type Loss = {
  readonly error: SshError;
  readonly leg: SshLeg;
  /** Milliseconds without a sign of life after which a host is given up. */
  readonly silence: number;
};

/** One sentence on why a connection that stood is no more. */
export function whyLost({ error, leg, silence }: Loss): string {
  const name = nameOf(leg);
  if (error.level === 'client-timeout') return `${name} did not answer for ${Math.round(silence / 1_000)} s`;
  return `the connection to ${name} broke: ${oneLine(error.message)}`;
}

function nameOf({ name, target, settings: { hostName, port } }: SshLeg): string {
  return hostName === target.host && (port === 22 || port === target.port)
    ? name
    : `${name} (${hostName}:${port})`;
}

type Login = {
  readonly name: string;
  readonly settings: SshSettings;
  readonly identities: Identities;
};

function loginRefused({ name, settings, identities: { tried, notes } }: Login): string {
  const what = tried.length > 0 ? `tried ${tried.join(', ')}` : 'there was no key to try';
  return [`${name} does not let ${settings.user} in: ${what}`, ...notes].join('; ');
}

function triedAndNotes({ tried }: Identities, { message }: Error): string {
  return /authentication/i.test(message) && tried.length > 0
    ? ` (tried ${tried.join(', ')}; IdentitiesOnly and IdentityFile limit what is tried)`
    : '';
}
