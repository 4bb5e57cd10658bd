import type { Decision, Refusal } from './command.ts';
import type { RunEvent } from './event.ts';

export function accept(...events: readonly RunEvent[]): Decision {
  return { type: 'accepted', events };
}

export function refuse(message: string, code: Refusal['code'] = 'not-now'): Decision {
  return { type: 'refused', refusal: { code, message, missing: [] } };
}

/** Refused until a reason is given. */
export function needsReason(message: string, missing: readonly string[] = []): Decision {
  return { type: 'refused', refusal: { code: 'needs-reason', message, missing } };
}

export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
