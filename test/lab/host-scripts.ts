import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const scripts = new URL('./host/', import.meta.url);

const commands = ['setup-sakai-node.sh', 'sakai', 'maintenance', 'check-log'];

export type HostFolder = { readonly root: string; readonly host: string; readonly previous: string };

/** Where a host's files are. */
export function hostDir(root: string, host: string): string {
  return join(root, 'hosts', host);
}

/** Makes a host's folder: its commands, the release of before, both properties files, an empty log. */
export async function layOutHost({ root, host, previous }: HostFolder): Promise<void> {
  const dir = hostDir(root, host);
  const release = join(dir, 'releases', previous);
  for (const folder of ['bin', 'lib', 'logs', 'run', 'faults', 'config-staging']) {
    await mkdir(join(dir, folder), { recursive: true });
  }
  await mkdir(release, { recursive: true });
  await writeFile(join(release, 'TAG'), `${previous}\n`);
  await symlink(`releases/${previous}`, join(dir, 'current'));
  await writeFile(join(dir, 'config-staging', 'sakai.properties'), properties(host, '019'));
  await writeFile(join(dir, 'config-staging', 'sakai.properties.018'), properties(host, '018'));
  await writeFile(join(dir, 'logs', 'catalina.out'), '');
  await installScripts(dir);
}

/** The environment of a login on this host; the same for sshd and for ssh2's server. */
export function hostEnvironment(root: string, host: string, pace: number): Record<string, string> {
  const dir = hostDir(root, host);
  return {
    PATH: `${join(dir, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: dir,
    LAB_ROOT: root,
    LAB_HOST: host,
    LAB_HOST_DIR: dir,
    LAB_PACE: String(pace),
  };
}

async function installScripts(dir: string): Promise<void> {
  for (const command of commands) {
    const source = command.endsWith('.sh') ? command : `${command}.sh`;
    await install(source, join(dir, 'bin', command));
  }
  for (const part of ['lab.sh', 'login.sh', 'sakai-server.sh']) await install(part, join(dir, 'lib', part));
}

async function install(source: string, target: string): Promise<void> {
  await copyFile(new URL(source, scripts), target);
  await chmod(target, 0o755);
}

function properties(host: string, number: string): string {
  const gradebook2 = number === '019' ? 'true' : 'false';
  return [
    `# sakai.properties, number ${number}`,
    `serverId=${host}`,
    'serverName=smartsite.example.org',
    `gradebook2.enabled=${gradebook2}`,
    '',
  ].join('\n');
}
