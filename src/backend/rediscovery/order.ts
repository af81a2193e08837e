/** An order of texts that is the same in every process, locale and version. */
export const byCodePoints = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
