import type { JsonExpectation } from './json-path.ts';

/** A request as its fence has it: `$name` in address, header values and body is still to be filled in. */
export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HttpHeader[];
  readonly body: string | undefined;
};

export type HttpHeader = {
  readonly name: string;
  /** `env:NAME` or `file:PATH` as the whole value is a secret, read just before it is sent. */
  readonly value: string;
};

/** What has to be so of the answer; regular expressions as their sources. */
export type HttpExpectation = {
  /** `200` or `2xx`, one of them; any 2xx where the plan says nothing. */
  readonly status: readonly string[];
  readonly header: { readonly name: string; readonly pattern: string } | undefined;
  readonly body: string | undefined;
  readonly json: readonly JsonExpectation[];
};

export type HttpAction = {
  readonly request: HttpRequest;
  readonly expected: HttpExpectation;
  /** Milliseconds for which it is tried again until the expectation holds; undefined: one try. */
  readonly until: number | undefined;
  /** Milliseconds from the end of a try to the next. */
  readonly interval: number;
  /** How many redirects are followed. */
  readonly redirects: number;
  /** A file of certificates that are trusted instead of this machine's. */
  readonly ca: string | undefined;
};

export const httpMethods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Sending it again changes nothing, by the rules of HTTP. */
export function isSafeRequest({ method }: Pick<HttpRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

export function isSecretValue(value: string): boolean {
  return /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:\S.*)$/.test(value);
}
