/** One file to a host, or from one. `$name` in a path is still to be filled in. */
export type CopyFile = { readonly verb: 'put' | 'get'; readonly from: string; readonly to: string };

export type CopyAction = {
  readonly files: readonly CopyFile[];
  /** Permissions of what is written; undefined: those of the file that is replaced, else of the one that is copied. */
  readonly mode: number | undefined;
};
