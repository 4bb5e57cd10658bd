import { bad, type DoctorCheck, type Finding, ok, warn } from './doctor-check.ts';
import { type ProgramAnswer, runProgram } from './run-program.ts';

/** gonogo speaks SSH itself; this machine's own client reads its configuration, and goes where only it can. */
export const sshClientCheck: DoctorCheck = {
  name: 'ssh client',
  look: async ({ io: { env }, plan }) => {
    const needed = Object.values(plan?.transports ?? {}).includes('openssh');
    return [sshFinding(await runProgram('ssh', { args: ['-V'], env }), needed)];
  },
};

function sshFinding(answer: ProgramAnswer, needed: boolean): Finding {
  if (answer.type === 'answered') return ok(answer.text.split('\n')[0] ?? '');
  const says = answer.type === 'missing' ? 'there is no ssh here' : `ssh does not run: ${answer.reason}`;
  const mend = 'install the OpenSSH client (Debian: openssh-client)';
  if (needed) return bad(`${says}, and the plan has hosts with transport: openssh`, mend);
  return warn(`${says}: your ssh configuration is read more simply, transport: openssh does not work`, mend);
}
