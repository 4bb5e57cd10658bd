/** A command can't go on, and that is no bug: the message is for the person, the exit code for scripts. */
export class CommandError extends Error {
  readonly code: number;

  constructor(code: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CommandError';
    this.code = code;
  }
}
