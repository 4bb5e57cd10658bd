import { messageOf } from '../reason.ts';

/** What the server said was wrong. */
export type PostgresError = {
  readonly severity: string;
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  /** Character of the text, from 1. */
  readonly position: number | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
};

export type PostgresTrouble =
  | { readonly type: 'error'; readonly error: PostgresError }
  /** The connection is gone: whether the statement took effect is not known. In the words of whoever said it. */
  | { readonly type: 'lost'; readonly reason: string };

/** SQLSTATE of a statement that was cancelled, by us or by anyone. */
export const QUERY_CANCELED = '57014';

/** An error of the server leaves the connection alive, unless it is fatal; anything else means that it is gone. */
export function troubleOf(cause: unknown): PostgresTrouble {
  const error = serverError(cause);
  if (error === undefined) return { type: 'lost', reason: messageOf(cause) };
  if (error.severity === 'FATAL' || error.severity === 'PANIC') {
    return { type: 'lost', reason: `${error.severity} ${error.code}: ${error.message}` };
  }
  return { type: 'error', error };
}

/** What the server gave as the kind of its error; undefined for any other error. */
export function sqlState(cause: unknown): string | undefined {
  return serverError(cause)?.code;
}

function serverError(cause: unknown): PostgresError | undefined {
  if (!(cause instanceof Error) || !('severity' in cause) || !('code' in cause)) return undefined;
  const field = (name: string) => {
    const value: unknown = Reflect.get(cause, name);
    return typeof value === 'string' ? value : undefined;
  };
  const position = field('position');
  return {
    severity: field('severity') ?? 'ERROR',
    code: field('code') ?? '',
    message: cause.message,
    position: position === undefined ? undefined : Number(position),
    detail: field('detail'),
    hint: field('hint'),
    where: field('where'),
  };
}
