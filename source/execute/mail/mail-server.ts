/** Where mails are handed in; a password is in nothing but `auth`. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); else STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
  readonly ignoreTLS: boolean;
  readonly requireTLS: boolean;
  /** False takes any certificate: for relays inside the house. */
  readonly verify: boolean;
};

/**
 * Reads `smtp://user:password@host:port`, or `smtps://`, with `?ignoreTLS=true`, `?requireTLS=true` or
 * `?tls.rejectUnauthorized=false`. Undefined for anything else; never says what it was given.
 */
export function parseMailServer(address: string): MailServer | undefined {
  if (!/^smtps?:\/\//.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') return undefined;
  const secure = url.protocol === 'smtps:';
  const flag = (name: string) => url.searchParams.get(name);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 25) : Number(url.port),
    secure,
    auth: url.username === '' ? undefined : { user: decode(url.username), pass: decode(url.password) },
    ignoreTLS: flag('ignoreTLS') === 'true',
    requireTLS: flag('requireTLS') === 'true',
    verify: flag('tls.rejectUnauthorized') !== 'false',
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
