/** A connection address taken apart as far as messages need it. */
export type Dsn = {
  /** What pg gets. */
  readonly url: string;
  /** `host:port/database`, for messages. */
  readonly place: string;
  /** The name of the database; '' where the address leaves it to the server. */
  readonly database: string;
  /** Takes the password out of a message. */
  readonly mask: (message: string) => string;
};

/** Undefined for anything but a `postgres://` address; never says what it was given. */
export function parseDsn(text: string): Dsn | undefined {
  if (!/^postgres(ql)?:\/\//.test(text)) return undefined;
  // A socket's address has no host, which URL takes only where there is no user either.
  const parsable = text.replace('@/', '@localhost/');
  if (!URL.canParse(parsable)) return undefined;
  const url = new URL(parsable);
  const host = url.searchParams.get('host') ?? (url.hostname || 'localhost');
  const port = url.searchParams.get('port') ?? (url.port || '5432');
  const secrets = [url.password, decode(url.password), url.searchParams.get('password') ?? ''];
  return {
    url: withVerifiedTls(text),
    place: `${host}:${port}${decode(url.pathname)}`,
    database: decode(url.pathname).slice(1),
    mask: (message) => hide(hide(message, [text]), secrets),
  };
}

/** The same server and user, another database. */
export function inDatabase(text: string, database: string): string {
  return text.replace(/^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?/, `$1/${encodeURIComponent(database)}`);
}

/** What it connects to; the user's own name where it names no database. */
export function databaseOf(text: string): string {
  const dsn = parseDsn(text);
  if (dsn === undefined || dsn.database !== '') return dsn?.database ?? '';
  return decode(/^[^/]*\/\/([^:@/?#]+)(?::[^@/]*)?@/.exec(text)?.[1] ?? '');
}

/** pg reads these modes as verify-full, with a warning on stderr that would tear the screen: say what it does. */
function withVerifiedTls(text: string): string {
  if (text.includes('uselibpqcompat=')) return text;
  return text.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

function hide(message: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), message);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
