import type { ProfileStrings } from './en.ts';

export const strings: ProfileStrings = {
  profile: 'LinkedIn-Profil',
  site: 'Dieser Bereich ist für diese Seite nicht eingerichtet. Bitte verständigen Sie Ihren Administrator.',
  offline: 'Sie sind offline. Es geht weiter, sobald die Verbindung wieder da ist.',
  noResponse: 'Der LinkedIn-Bereich antwortet nicht. Bitte versuchen Sie es gleich noch einmal.',
  slow: 'Wird noch geladen …',
  retry: 'Erneut versuchen',
};
