/** Languages of the shell. English is built in, so that there is something to say offline. */
import { refreshAll } from './page.ts';

/**
 * An element's own sentences, by language: English until, or instead of, another one.
 *
 * @param english built in
 * @param load the other languages, by primary subtag
 * @returns sentences as far as loaded; all elements look again when there are better ones
 */
export function createWords<T>(
  english: T,
  load: () => Promise<Readonly<Record<string, T>>>,
): (locale: string) => T {
  let others: Readonly<Record<string, T>> | undefined;
  return (locale) => {
    const [language = ''] = locale.split('-');
    if (!others && language !== 'en') {
      others = {};
      load().then(
        (loaded) => {
          others = loaded;
          refreshAll();
        },
        () => (others = undefined),
      );
    }
    return others?.[language] ?? english;
  };
}
