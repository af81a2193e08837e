import type { CardStrings } from './en.ts';

export const strings: CardStrings = {
  matchedText: 'Diese Person ist einem LinkedIn-Mitglied zugeordnet.',
  byHand: 'Von Hand verknüpft.',
  automatic: 'Automatisch zugeordnet.',
  unmatchedText: 'Diese Person ist übertragen, aber noch keinem LinkedIn-Mitglied zugeordnet.',
  unsyncedText: 'Diese Person wurde noch nicht an LinkedIn übertragen.',
  signedOut: 'Bitte melden Sie sich erneut an, um ihn zu sehen.',
  notAllowed: 'Sie dürfen ihn nicht sehen.',
  failed: 'Er konnte nicht geladen werden. Aktivieren Sie das Symbol, um es erneut zu versuchen.',
  synced: 'An LinkedIn übertragen:',
  observed: 'Geprüft:',
};
