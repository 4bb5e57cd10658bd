import { readFile } from 'node:fs/promises';
import { oneLine } from './reason.ts';
import { type AgentKeys, agentKeys } from './ssh-agent.ts';
import type { AnyAuthMethod, ParsedKey, SshLibrary } from './ssh-library.ts';
import type { SshSettings } from './ssh-settings.ts';
import type { Timers } from './timers.ts';

/** What can be tried to log in, and what a person must know when none of it is taken. */
export type Identities = {
  readonly methods: readonly AnyAuthMethod[];
  /** `2 keys of the agent`, `/home/me/.ssh/id_ed25519`. */
  readonly tried: readonly string[];
  /** What could not be used, and what to do. */
  readonly notes: readonly string[];
};

export type IdentitiesOptions = {
  readonly settings: SshSettings;
  readonly library: SshLibrary;
  readonly timers: Timers;
};

/** Agent keys first, those of the identity files before the others, then the key files themselves. */
export async function gatherIdentities({
  settings,
  library,
  timers,
}: IdentitiesOptions): Promise<Identities> {
  const files = await Promise.all(settings.identityFiles.map((path) => readIdentity(path, library)));
  const agent = await agentKeys({ socket: settings.identityAgent, library, timers });
  const named = files.flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
  const chosen = agent.type === 'keys' ? order({ agent, named, only: settings.identitiesOnly }) : [];
  const inAgent = (blob: Buffer | undefined) =>
    blob !== undefined && chosen.some((key) => key.getPublicSSH().equals(blob));
  const fromAgent = agent.type === 'keys' && chosen.length > 0 ? [agent.method(chosen, settings.user)] : [];
  const usable = files.filter(({ key, blob }) => key !== undefined && !inAgent(blob));
  return {
    methods: [...fromAgent, ...usable.flatMap(({ key }) => (key ? [fileMethod(key, settings.user)] : []))],
    tried: [
      ...(chosen.length > 0 ? [`${chosen.length} ${chosen.length === 1 ? 'key' : 'keys'} of the agent`] : []),
      ...usable.map(({ path }) => path),
    ],
    notes: [
      ...(agent.type === 'unusable' ? [agent.reason] : []),
      ...files.flatMap(({ note, blob }) => (note === undefined || inAgent(blob) ? [] : [note])),
    ],
  };
}

function order(keys: { agent: AgentKeys; named: readonly Buffer[]; only: boolean }): readonly ParsedKey[] {
  const rank = (key: ParsedKey) => keys.named.findIndex((blob) => blob.equals(key.getPublicSSH()));
  const first = keys.agent.keys.filter((key) => rank(key) !== -1).sort((a, b) => rank(a) - rank(b));
  // A server takes only a few tries: offering every key of a full agent would lock us out.
  return keys.only ? first : [...first, ...keys.agent.keys.filter((key) => rank(key) === -1)];
}

function fileMethod(key: ParsedKey, username: string): AnyAuthMethod {
  return { type: 'publickey', username, key };
}

type IdentityFile = {
  readonly path: string;
  readonly key?: ParsedKey;
  /** The public half, from the key or from the `.pub` file beside it. */
  readonly blob?: Buffer;
  readonly note?: string;
};

async function readIdentity(path: string, library: SshLibrary): Promise<IdentityFile> {
  const blob = await publicHalf(path, library);
  const known = blob === undefined ? {} : { blob };
  const text = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) {
    return {
      path,
      ...known,
      ...(text.code === 'ENOENT' ? {} : { note: `${path} can't be read (${text.code})` }),
    };
  }
  const parsed = parse(text, library);
  if (parsed instanceof Error) return { path, ...known, note: noteOn(path, parsed.message) };
  return parsed.isPrivateKey()
    ? { path, key: parsed, blob: parsed.getPublicSSH() }
    : { path, blob: parsed.getPublicSSH() };
}

async function publicHalf(path: string, library: SshLibrary): Promise<Buffer | undefined> {
  const text = await readFile(path.endsWith('.pub') ? path : `${path}.pub`).catch(() => undefined);
  const key = text === undefined ? undefined : parse(text, library);
  return key === undefined || key instanceof Error ? undefined : key.getPublicSSH();
}

function parse(text: Buffer, library: SshLibrary): ParsedKey | Error {
  const parsed = library.utils.parseKey(text);
  return parsed instanceof Error ? parsed : ([parsed].flat()[0] ?? new Error('no key in it'));
}

function noteOn(path: string, message: string): string {
  return /encrypted/i.test(message)
    ? `${path} has a passphrase: load it into the ssh agent (ssh-add ${path})`
    : `${path} can't be used (${oneLine(message)})`;
}
