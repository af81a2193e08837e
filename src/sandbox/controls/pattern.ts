/** Patterns that people write for paths: `*` stands for anything. */

export type Matches = (text: string) => boolean;

/**
 * @param pattern a path such as `/v2/atsCandidates`, or with wildcards, such as `/v2/*`
 */
export function patternOf(pattern: string): Matches {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    // The first place that fits leaves most for what follows: no need to go back.
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
