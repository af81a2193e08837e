/** Patterns that people write for paths: `*` stands for anything. */

export type Matches = (text: string) => boolean;

/**
 * @param pattern a path such as `/v2/atsCandidates`, or with wildcards, such as `/v2/*`
 */
export function patternOf(pattern: string): Matches {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const source = pattern
    .split(/\*+/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
