import { createAgentClient } from '../../execute/signing/agent-client.ts';
import { type DoctorCheck, ok, warn } from './doctor-check.ts';

export const sshAgentCheck: DoctorCheck = {
  name: 'ssh agent',
  look: async ({ io: { env } }) => {
    const socket = env.SSH_AUTH_SOCK;
    if (socket === undefined || socket === '') {
      return [
        warn(
          'none: keys come from their files, and decisions are not signed',
          'eval "$(ssh-agent)" && ssh-add',
        ),
      ];
    }
    try {
      const keys = await createAgentClient({ socket }).keys();
      if (keys.length === 0) return [warn('it holds no key', 'ssh-add')];
      return [ok(`it holds ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`)];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [
        warn(reason, 'start it again, or unset SSH_AUTH_SOCK; in tmux: take over the one of the new login'),
      ];
    }
  },
};
