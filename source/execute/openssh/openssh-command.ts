/** Files of one transport, in a folder that nobody else may read. */
export type OpensshFiles = {
  /** What `ssh -F` is given. */
  readonly config: string;
  /** gonogo's own known_hosts files, read after the user's. */
  readonly knownHosts: readonly string[];
};

/** Said by ssh on this machine once it is logged in. */
export const readyWord = 'gonogo-logged-in';

/**
 * The ssh configuration that every call of ssh gets, jump hosts' too, as ssh hands `-F` on to them. What comes first
 * counts: our conditions, then the user's own settings, then defaults for what nobody has set.
 */
export function opensshConfig({ includes, knownHosts }: ConfigParts): string {
  return [
    'IgnoreUnknown ForkAfterAuthentication,StdinNull',
    ...firm.map(([name, value]) => `${name} ${value}`),
    ...includes.map((path) => `Include ${path}`),
    'Host *',
    'ConnectTimeout 15',
    'ServerAliveInterval 10',
    'ServerAliveCountMax 3',
    ...(knownHosts.length === 0
      ? []
      : [`UserKnownHostsFile ~/.ssh/known_hosts ~/.ssh/known_hosts2 ${knownHosts.join(' ')}`]),
    '',
  ].join('\n');
}

export type ConfigParts = {
  /** Without spaces or wildcards. */
  readonly includes: readonly string[];
  readonly knownHosts: readonly string[];
};

const firm = [
  ['BatchMode', 'yes'],
  ['StrictHostKeyChecking', 'yes'],
  ['UpdateHostKeys', 'no'],
  ['ForwardAgent', 'no'],
  ['ForwardX11', 'no'],
  ['ClearAllForwardings', 'yes'],
  ['Tunnel', 'no'],
  ['ControlMaster', 'no'],
  ['ControlPath', 'none'],
  ['ControlPersist', 'no'],
  ['PermitLocalCommand', 'no'],
  ['RemoteCommand', 'none'],
  ['RequestTTY', 'no'],
  ['ForkAfterAuthentication', 'no'],
  ['StdinNull', 'no'],
] as const;

/** Asks for the host's settings as ssh sees them. */
export function settingsArguments(config: string, host: string): readonly string[] {
  return ['-G', '-T', '-F', config, '--', host];
}

export type MasterParts = {
  readonly config: string;
  readonly host: string;
  readonly socket: string;
  readonly log: string;
  /** Takes the place of the host's own list. */
  readonly knownHosts: string | undefined;
};

/** A connection without a command of its own, which others share through its socket. */
export function masterArguments({ config, host, socket, log, knownHosts }: MasterParts): readonly string[] {
  const list = knownHosts === undefined ? [] : ['-o', `UserKnownHostsFile=${knownHosts}`];
  const told = ['-o', 'PermitLocalCommand=yes', '-o', `LocalCommand=echo ${readyWord}`];
  return ['-N', '-T', '-v', '-E', log, '-F', config, '-M', '-S', socket, ...told, ...list, '--', host];
}

export type ChannelParts = {
  readonly host: string;
  readonly socket: string;
  readonly log: string;
  readonly command: string;
};

/** One command over the shared connection: the user's settings have done their part there. */
export function channelArguments({ host, socket, log, command }: ChannelParts): readonly string[] {
  // Where the shared connection is gone, ssh would make one of its own.
  const onlyShared = ['-o', 'ProxyCommand=false'];
  return ['-T', '-vv', '-E', log, '-F', 'none', '-S', socket, ...onlyShared, '--', host, command];
}
