import { askSsh } from '../execute/ssh-settings/ssh-ask.ts';
import { targetOf } from '../execute/ssh-settings/ssh-target.ts';
import type { Plan } from '../plan/plan.ts';
import type { ShellEnd } from '../ui/hand-over.ts';
import { type ChildEnd, endWords, type RunOnTerminal } from './terminal-child.ts';

export type ShellOptions = {
  readonly env: NodeJS.ProcessEnv;
  /** Like `ssh -F`. */
  readonly sshConfig?: string | undefined;
  /** gonogo's own known_hosts, asked after the user's. */
  readonly knownHosts?: string | undefined;
  /** The plan's: ssh knows of no pins, so such a host is not spoken to by it. */
  readonly pins: Plan['hostKeys'];
  /** A rehearsal reaches no host: it shows where the shell would be. */
  readonly rehearsal: boolean;
  /** The program; `ssh` of the path otherwise. */
  readonly ssh?: string | undefined;
};

type Shell = ShellOptions & { readonly host: string; readonly run: RunOnTerminal };

/** A shell on a host, or `local`, until the person leaves it. */
export async function openShell(shell: Shell): Promise<ShellEnd> {
  const { env, ssh = 'ssh', host, run } = shell;
  if (shell.rehearsal) return ended(await run('sh', ['-c', pause, rehearsalWords(host)]));
  if (host === 'local') {
    await run('sh', ['-c', announce, openWords('this machine')]);
    return ended(await run(env.SHELL || 'sh', []));
  }
  if (Object.hasOwn(shell.pins, host)) {
    return {
      type: 'failed',
      reason: `the plan pins the key of ${host}, which your ssh can't check: go there from another terminal`,
    };
  }
  const args = await sshArguments(shell);
  await run('sh', ['-c', announce, openWords(host)]);
  const end = await run(ssh, args);
  if (end.type !== 'exited' || end.code !== sshFailed) return ended(end);
  // What ssh said would be gone with the next frame.
  await run('sh', [
    '-c',
    pause,
    `The shell on ${host} ended with an error of ssh. Enter goes back to gonogo.`,
  ]);
  return { type: 'failed', reason: 'ssh ended with an error (exit 255)' };
}

/** A shell may well end with what its last command said. */
function ended(end: ChildEnd): ShellEnd {
  return end.type === 'exited' ? { type: 'closed' } : { type: 'failed', reason: endWords(end) };
}

/** The person's own ssh, but never to a host that is not known, and never with their agent. */
async function sshArguments({ ssh = 'ssh', host, sshConfig, knownHosts }: Shell): Promise<readonly string[]> {
  return [
    '-t',
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...firm.flatMap((option) => ['-o', option]),
    ...(knownHosts === undefined ? [] : await knownHostsOption({ ssh, host, sshConfig, knownHosts })),
    '--',
    host,
  ];
}

const firm = [
  'StrictHostKeyChecking=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'RemoteCommand=none',
];

/** The option takes the place of the user's own files, so they are named before ours. */
async function knownHostsOption({
  ssh,
  host,
  sshConfig,
  knownHosts,
}: {
  readonly ssh: string;
  readonly host: string;
  readonly sshConfig: string | undefined;
  readonly knownHosts: string;
}): Promise<readonly string[]> {
  const answer = await askSsh({ ssh, configFile: sshConfig, target: targetOf(host) });
  // What is wrong with the settings ssh says itself.
  if (answer.type !== 'answered') return [];
  const own = answer.lines.get('userknownhostsfile') ?? [];
  return ['-o', `UserKnownHostsFile=${[...own, `"${knownHosts}"`].join(' ')}`];
}

function openWords(place: string): string {
  return `gonogo: shell on ${place}; what you do here is not recorded; exit goes back`;
}

function rehearsalWords(host: string): string {
  const place = host === 'local' ? 'this machine' : host;
  return `REHEARSAL: nothing is reached. In a live run a shell on ${place} would be here. Enter goes back to gonogo.`;
}

/** On a clear screen: what earlier shells left there would look like this one's. */
const announce = `printf '\\033[H\\033[2J%s\\n' "$0"`;
const pause = `printf '\\n%s ' "$0"; read -r _`;
const sshFailed = 255;
