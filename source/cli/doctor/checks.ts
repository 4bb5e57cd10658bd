import { clockCheck } from './clock-check.ts';
import type { DoctorCheck } from './doctor-check.ts';
import { journalCheck } from './journal-check.ts';
import { knownHostsCheck } from './known-hosts-check.ts';
import { localeCheck } from './locale-check.ts';
import { maskingCheck } from './masking-check.ts';
import { nodeCheck } from './node-check.ts';
import { referencesCheck } from './references-check.ts';
import { sshAgentCheck } from './ssh-agent-check.ts';
import { sshClientCheck } from './ssh-client-check.ts';
import { stateFolderCheck } from './state-folder-check.ts';
import { terminalCheck } from './terminal-check.ts';

/** All that the doctor looks at, in the order of its rows. */
export const checks: readonly DoctorCheck[] = [
  nodeCheck,
  terminalCheck,
  localeCheck,
  sshClientCheck,
  sshAgentCheck,
  knownHostsCheck,
  stateFolderCheck,
  journalCheck,
  clockCheck,
  maskingCheck,
  referencesCheck,
];
