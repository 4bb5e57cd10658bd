/** A host as OpenSSH is asked for it: what is given here wins over the configuration. */
export type SshTarget = {
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
};

export type JumpsResult =
  | { readonly type: 'jumps'; readonly jumps: readonly SshTarget[] }
  | { readonly type: 'unclear'; readonly text: string };

/** Reads the value of ProxyJump: `[user@]host[:port]` or `ssh://…`, the hop nearest to us first. */
export function parseJumps(value: string): JumpsResult {
  const jumps: SshTarget[] = [];
  for (const text of value.split(',')) {
    const jump = parseJump(text.trim());
    if (jump === undefined) return { type: 'unclear', text };
    jumps.push(jump);
  }
  return { type: 'jumps', jumps };
}

// A name that begins with a dash would be an option of ssh.
const plainHost = /^[A-Za-z0-9_.:[][A-Za-z0-9_.:%\]-]*$/;
const plainUser = /^[A-Za-z0-9_.][A-Za-z0-9_.@+-]*$/;

/** Whether a target can be given to ssh, and shown. */
export function isPlain({ host, user, port }: SshTarget): boolean {
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) return false;
  return plainHost.test(host) && (user === undefined || plainUser.test(user));
}

/** A host of a plan: its name, with or without `user@`. */
export function targetOf(name: string): SshTarget {
  const at = name.lastIndexOf('@');
  return at === -1 ? { host: name } : { user: name.slice(0, at), host: name.slice(at + 1) };
}

/** `admin@bastion:2222`, as short as it can be. */
export function targetName({ host, user, port }: SshTarget): string {
  const address = port === undefined ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return user === undefined ? address : `${user}@${address}`;
}

function parseJump(text: string): SshTarget | undefined {
  const parts = /^(?:ssh:\/\/)?(?:(.+)@)?(\[[^\]]+\]|[^:@/[\]]+)(?::(\d+))?\/?$/.exec(text);
  if (parts === null) return undefined;
  const [, user, host = '', port] = parts;
  const target = {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    user,
    port: port === undefined ? undefined : Number(port),
  };
  return isPlain(target) ? target : undefined;
}
