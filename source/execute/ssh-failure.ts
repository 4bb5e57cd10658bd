import { oneLine } from './reason.ts';
import type { Identities } from './ssh-identities.ts';
import type { SshSettings } from './ssh-settings.ts';

export type ConnectionFailure = {
  readonly error: Error & { readonly level?: string; readonly code?: unknown };
  readonly host: string;
  readonly settings: SshSettings;
  /** Milliseconds the host had to answer. */
  readonly timeout: number;
  readonly identities: Identities;
  /** Whether the connection had been there. */
  readonly ready: boolean;
};

/** One sentence on why there is no connection (any more), with what a person can do. */
export function whyNotConnected({
  error,
  host,
  settings,
  timeout,
  identities,
  ready,
}: ConnectionFailure): string {
  const address = `${settings.hostName}:${settings.port}`;
  const name = settings.hostName === host && settings.port === 22 ? host : `${host} (${address})`;
  if (ready) return whyLost({ error, name, timeout });
  if (error.level === 'client-authentication') return loginRefused({ name, settings, identities });
  if (error.level === 'client-timeout')
    return `${name} did not answer within ${Math.round(timeout / 1_000)} s`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${name} refuses connections: is sshd running there, on this port?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${settings.hostName} can't be resolved (${error.code})`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${name} can't be reached (${error.code})`;
    default:
      return `no connection to ${name}: ${oneLine(error.message)}${triedAndNotes(identities, error)}`;
  }
}

type Loss = Pick<ConnectionFailure, 'error' | 'timeout'> & { readonly name: string };

function whyLost({ error, name, timeout }: Loss): string {
  if (error.level === 'client-timeout') return `${name} did not answer for ${Math.round(timeout / 1_000)} s`;
  return `the connection to ${name} broke: ${oneLine(error.message)}`;
}

type Login = Pick<ConnectionFailure, 'settings' | 'identities'> & { readonly name: string };

function loginRefused({ name, settings, identities: { tried, notes } }: Login): string {
  const what = tried.length > 0 ? `tried ${tried.join(', ')}` : 'there was no key to try';
  return [`${name} does not let ${settings.user} in: ${what}`, ...notes].join('; ');
}

function triedAndNotes({ tried }: Identities, { message }: Error): string {
  return /authentication/i.test(message) && tried.length > 0
    ? ` (tried ${tried.join(', ')}; IdentitiesOnly and IdentityFile limit what is tried)`
    : '';
}
