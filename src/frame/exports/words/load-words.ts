/** Loads the words of the page. English is always there, so that there is something to say. */
import { en } from './en.ts';
import type { ExportsWords } from './words.ts';

const loaders: Readonly<Record<string, () => Promise<ExportsWords>>> = {
  de: async () => (await import('./de.ts')).de,
  ar: async () => (await import('./ar.ts')).ar,
  ja: async () => (await import('./ja.ts')).ja,
};

/** Words in the language of a locale that `pickLocale` gave; English if they do not arrive. */
export async function loadWords(locale: string): Promise<ExportsWords> {
  try {
    return (await loaders[locale.split('-')[0] ?? '']?.()) ?? en;
  } catch {
    return en;
  }
}
