import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import ssh2 from 'ssh2';
import type { Lab } from './lab.ts';

export type SshResult = {
  /** Undefined where the connection ended without one. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs one command on a host of the lab, as a person would with `ssh -F CONFIG HOST COMMAND`. */
export async function sshExec(lab: Lab, host: string, command: string): Promise<SshResult> {
  const client = await login(lab, host);
  try {
    return await exec(client, command);
  } finally {
    client.end();
  }
}

async function login({ sshAddress, sshIdentity, knownHosts }: Lab, host: string): Promise<ssh2.Client> {
  const { address, port } = sshAddress(host);
  const known = await readFile(knownHosts, 'utf8');
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<ssh2.Client>();
  client.once('ready', () => resolve(client)).on('error', reject);
  client.connect({
    host: address,
    port,
    username: userInfo().username,
    privateKey: await readFile(sshIdentity),
    hostVerifier: (key: Buffer) =>
      known.includes(`[${address}]:${port} ssh-ed25519 ${key.toString('base64')}`),
  });
  return await promise;
}

async function exec(client: ssh2.Client, command: string): Promise<SshResult> {
  return await new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let stdout = '';
      let stderr = '';
      let ending: Pick<SshResult, 'code' | 'signal'> = { code: undefined, signal: undefined };
      channel.on('data', (data: Buffer) => {
        stdout += data;
      });
      channel.stderr.on('data', (data: Buffer) => {
        stderr += data;
      });
      channel.on('exit', (code: number | null, signal?: string) => {
        ending = { code: code ?? undefined, signal };
      });
      channel.on('close', () => resolve({ ...ending, stdout, stderr }));
    });
  });
}
