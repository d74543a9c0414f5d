/** Builds the page into a folder. */
export function buildEditor(folder: string): Promise<unknown>;
