export type {
  Algorithms,
  AnyAuthMethod,
  BaseAgent,
  Client,
  ClientChannel,
  IdentityCallback,
  ParsedKey,
  ServerHostKeyAlgorithm,
  SFTPWrapper,
  SignCallback,
  SigningRequestOptions,
  Stats,
} from 'ssh2';

export type SshLibrary = typeof import('ssh2');

/** ssh2, loaded when the first host is needed and not before. */
export async function loadSshLibrary(): Promise<SshLibrary> {
  const { default: library } = await import('ssh2');
  return library;
}
