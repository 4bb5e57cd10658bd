/** What a text of one or more statements tells while it runs. Values arrive as PostgreSQL prints them. */
export type StatementListener = {
  readonly onColumns: (names: readonly string[]) => void;
  readonly onRow: (values: readonly (string | null)[]) => void;
  /** The command tag: `UPDATE 42`, `CREATE TABLE`. */
  readonly onComplete: (tag: string) => void;
};

type Wire = { readonly query: (text: string) => void };
type CopyWire = { readonly sendCopyFail: (reason: string) => void };

/**
 * A query object as pg takes them (`submit` and the handlers it calls), of the simple protocol:
 * several statements are one transaction, and nothing is kept, however many rows come.
 */
export function simpleQuery(
  text: string,
  listener: StatementListener,
  settle: (error: unknown | undefined) => void,
) {
  return {
    submit: (wire: Wire) => wire.query(text),
    handleRowDescription: (message: { readonly fields: readonly { readonly name: string }[] }) =>
      listener.onColumns(message.fields.map((field) => field.name)),
    handleDataRow: (message: { readonly fields: readonly (string | null)[] }) =>
      listener.onRow(message.fields),
    handleCommandComplete: (message: { readonly text: string }) => listener.onComplete(message.text),
    handleEmptyQuery: () => undefined,
    handlePortalSuspended: () => undefined,
    handleCopyInResponse: (wire: CopyWire) => wire.sendCopyFail('a fence has no data to copy in'),
    handleCopyData: (message: { readonly chunk: Buffer }) =>
      listener.onRow([message.chunk.toString('utf8').replace(/\n$/, '')]),
    handleError: (error: unknown) => settle(error),
    handleReadyForQuery: () => settle(undefined),
  };
}
