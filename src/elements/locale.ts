/** Languages of the shell. English is built in, so that there is something to say offline. */
import { refreshAll } from './page.ts';

type Pack<T> = () => Promise<{ readonly strings: T }>;

/** An element's own sentences, by language. */
export interface Words<T> {
  /** As far as loaded; all elements look again when there are better ones. */
  in(locale: string): T;
}

/**
 * @param english shown until, or instead of, another language
 * @param packs loads the other languages, by primary subtag
 */
export function createWords<T>(english: T, packs: Readonly<Record<string, Pack<T>>>): Words<T> {
  const loaded = new Map<string, T>();
  return {
    in(locale) {
      const [language = ''] = locale.split('-');
      const known = loaded.get(language);
      if (!known && Object.hasOwn(packs, language)) {
        loaded.set(language, english);
        packs[language]?.().then(
          ({ strings }) => {
            loaded.set(language, strings);
            refreshAll();
          },
          () => loaded.delete(language),
        );
      }
      return known ?? english;
    },
  };
}
