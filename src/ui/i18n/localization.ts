/**
 * Picks and loads a locale. English is part of the first view, because something has to be said
 * while another locale is on its way or cannot be loaded; the others are chunks of their own.
 */
import { en } from './locales/en.ts';
import type { Messages } from './messages.ts';

export type Direction = 'ltr' | 'rtl';

export interface Localization {
  /** BCP 47 tag for `lang` and `Intl`: as asked for (`de-AT`) where we speak its language. */
  readonly locale: string;
  readonly direction: Direction;
  readonly messages: Messages;
}

const loaders = {
  de: async () => (await import('./locales/de.ts')).de,
  ar: async () => (await import('./locales/ar.ts')).ar,
  ja: async () => (await import('./locales/ja.ts')).ja,
} satisfies Record<string, () => Promise<Messages>>;

type LoadedLanguage = keyof typeof loaders;

/** Languages we speak. */
export const languages = ['en', ...(Object.keys(loaders) as LoadedLanguage[])] as const;

export const fallbackLocalization: Localization = {
  locale: 'en',
  direction: 'ltr',
  messages: en,
};

const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
const isLoaded = (language: string): language is LoadedLanguage => Object.hasOwn(loaders, language);

/** The first of the wanted tags in whose language we can speak, or English. */
export function pickLocale(wanted: readonly string[]): string {
  const usable = (tag: string): boolean =>
    (languageOf(tag) === 'en' || isLoaded(languageOf(tag))) && isIntlTag(tag);
  return wanted.find(usable) ?? fallbackLocalization.locale;
}

function isIntlTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // a malformed tag would make every Intl constructor throw
  }
}

/**
 * Loads the words for a tag that `pickLocale` gave; never fails. A chunk that does not arrive
 * (offline, or gone after a release) leaves the person with English, not with nothing.
 */
export async function loadLocalization(locale: string): Promise<Localization> {
  const language = languageOf(locale);
  if (!isLoaded(language)) {
    return language === 'en' ? { ...fallbackLocalization, locale } : fallbackLocalization;
  }
  try {
    const messages = await loaders[language]();
    return { locale, direction: language === 'ar' ? 'rtl' : 'ltr', messages };
  } catch {
    return fallbackLocalization;
  }
}
