export const parts: readonly string[] = ['process', 'screen', 'peers'];
