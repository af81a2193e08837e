import type { IndicatorStrings } from './en.ts';

export const strings: IndicatorStrings = {
  status: 'LinkedIn-Status',
  checking: 'Wird geprüft …',
  matched: 'Zugeordnet',
  unmatched: 'Nicht zugeordnet',
  unsynced: 'Nicht übertragen',
  unavailable: 'Nicht verfügbar',
  lost: 'Der LinkedIn-Status konnte nicht geladen werden.',
  back: 'Der LinkedIn-Status ist wieder aktuell.',
};
