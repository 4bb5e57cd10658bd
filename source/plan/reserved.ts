/** Names that every JavaScript object has already; as keys of ours they would lie. */
export function isReserved(name: string): boolean {
  return name in Object.prototype;
}
