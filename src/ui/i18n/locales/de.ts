import type { Messages } from '../messages.ts';

export const de: Messages = {
  viewLabel: 'LinkedIn',
  profileTab: 'Profil',
  activitiesTab: 'Recruiting-Aktivitäten',
  pluginTitle: 'LinkedIn-Profil',

  loading: 'Das LinkedIn-Profil wird geladen …',
  stillLoading: 'Wird noch geladen. Die Verbindung scheint langsam zu sein.',
  loaded: 'Das LinkedIn-Profil wurde geladen.',

  matchAutomatic: 'Zugeordnet',
  matchManual: 'Von Hand verknüpft',
  matchNone: 'Noch nicht zugeordnet',
  notSynced: 'Noch nicht synchronisiert',
  syncedWhen: 'Synchronisiert {when}',
  synced: 'Synchronisiert',
  justNow: 'gerade eben',
  refresh: 'Aktualisieren',
  refreshing: 'Wird aktualisiert …',

  notSyncedTitle: 'Noch nicht bei LinkedIn',
  notSyncedText:
    'Diese Person wurde bisher nicht an LinkedIn übertragen. Das Profil erscheint hier nach der nächsten Synchronisierung, meist innerhalb weniger Minuten.',
  checkAgain: 'Erneut prüfen',

  staleWhen: 'Zuletzt aktualisiert {when}.',
  unsavedLink: 'Die Person ist bei LinkedIn verknüpft, Ihr System konnte das aber nicht speichern.',
  unsavedUnlink:
    'Die Verknüpfung ist bei LinkedIn entfernt, Ihr System konnte das aber nicht speichern.',

  retry: 'Erneut versuchen',
  retrying: 'Neuer Versuch …',
  willRetry: 'Wir versuchen es im Hintergrund weiter.',
  copyCode: 'Fehlercode kopieren',
  copied: 'Kopiert',
  showMore: 'Mehr anzeigen',

  activityCreated: 'Person in Ihrem System angelegt',
  activitySynced: 'Datensatz an LinkedIn übertragen',
  activityMatched: 'LinkedIn hat die Person einem Mitglied zugeordnet',
  activityLinked: 'Von Hand mit einem LinkedIn-Mitglied verknüpft',
  activityUnlinked: 'Verknüpfung mit dem LinkedIn-Mitglied entfernt',
  dateUnknown: 'Datum unbekannt',
  noActivitiesTitle: 'Noch keine Aktivitäten',
  noActivitiesText:
    'Synchronisierungen, Zuordnungen und Verknüpfungen mit LinkedIn erscheinen hier, sobald sie geschehen.',

  errors: {
    setup: {
      title: 'Diese Seite ist nicht richtig eingerichtet',
      text: 'Bitte informieren Sie die Administration dieser Anwendung und nennen Sie den Code unten.',
    },
    integration: {
      title: 'Diese LinkedIn-Integration ist nicht bekannt',
      text: 'Bitte lassen Sie Ihre Administration den Integrationskontext in den LinkedIn-Einstellungen prüfen.',
    },
    blocked: {
      title: 'Diese Seite darf das LinkedIn-Profil nicht zeigen',
      text: 'Ihre Administration kann dies erlauben, indem sie diese Website beim Anbieter registriert.',
    },
    blockedByBrowser: {
      title: 'Etwas in Ihrem Browser blockiert diesen Inhalt',
      text: 'Erlauben Sie diese Website in Ihrem Werbe- oder Inhaltsblocker und versuchen Sie es erneut.',
    },
    unreachable: {
      title: 'Der Dienst antwortet nicht',
      text: 'Das ist meist gleich vorbei. Versuchen Sie es erneut oder in einigen Minuten noch einmal.',
    },
    offline: {
      title: 'Sie sind offline',
      text: 'Prüfen Sie Ihre Internetverbindung. Sobald sie wieder da ist, geht es weiter.',
    },
    outdated: {
      title: 'Diese Seite verwendet eine veraltete Version',
      text: 'Laden Sie die Seite neu. Hilft das nicht, informieren Sie Ihre Administration.',
    },
    signedOut: {
      title: 'Sie sind abgemeldet',
      text: 'Melden Sie sich bei dieser Anwendung wieder an und versuchen Sie es hier erneut.',
    },
    revoked: {
      title: 'Ihre Sitzung ist beendet',
      text: 'Sie wurden abgemeldet. Melden Sie sich bei dieser Anwendung wieder an und versuchen Sie es hier erneut.',
    },
    notAllowed: {
      title: 'Sie haben keinen Zugriff auf dieses Profil',
      text: 'Bitten Sie Ihre Administration um das Recht, LinkedIn-Daten dieser Person zu sehen.',
    },
    candidateUnknown: {
      title: 'Diese Person wurde nicht gefunden',
      text: 'Der Datensatz ist vielleicht neu, zusammengeführt oder gelöscht. Prüfen Sie ihn und versuchen Sie es erneut.',
    },
    busy: {
      title: 'Gerade zu viele Anfragen',
      text: 'Bitte warten Sie einen Moment. Wir versuchen es von selbst erneut.',
    },
    atsUnreachable: {
      title: 'Ihre Anwendung konnte Ihren Zugriff nicht bestätigen',
      text: 'Versuchen Sie es erneut. Bleibt es dabei, informieren Sie die Administration dieser Anwendung.',
    },
    expired: {
      title: 'Ihr Zugriff ist abgelaufen',
      text: 'Zu Ihrer Sicherheit endet er nach kurzer Zeit. Versuchen Sie es erneut, um ihn zu erneuern.',
    },
    verification: {
      title: 'Ihr Zugriff konnte nicht geprüft werden',
      text: 'Versuchen Sie es erneut. Bleibt es dabei, nennen Sie Ihrer Administration den Code unten.',
    },
    proofInvalid: {
      title: 'Der Nachweis Ihres Zugriffs ist ungültig',
      text: 'Bitte informieren Sie die Administration dieser Anwendung und nennen Sie den Code unten.',
    },
    viewerClock: {
      title: 'Die Uhr Ihres Geräts geht falsch',
      text: 'Stellen Sie Datum und Uhrzeit Ihres Geräts auf automatisch und versuchen Sie es erneut.',
    },
    atsClock: {
      title: 'Die Uhr des Servers Ihrer Anwendung geht falsch',
      text: 'Bitte informieren Sie die Administration dieser Anwendung und nennen Sie den Code unten.',
    },
    serverError: {
      title: 'Bei uns ist etwas schiefgegangen',
      text: 'Versuchen Sie es gleich noch einmal. Bleibt es dabei, nennen Sie Ihrer Administration den Code unten.',
    },
    requestRefused: {
      title: 'Der Dienst konnte die Anfrage dieser Seite nicht bearbeiten',
      text: 'Bitte informieren Sie die Administration dieser Anwendung und nennen Sie den Code unten.',
    },
    linkedInUnavailable: {
      title: 'LinkedIn antwortet nicht',
      text: 'LinkedIn scheint gerade eine Störung zu haben. Versuchen Sie es in einigen Minuten erneut.',
    },
    linkedInRefused: {
      title: 'LinkedIn hat die Verbindung abgelehnt',
      text: 'Ihre Administration muss die LinkedIn-Integration und deren Lizenz prüfen.',
    },
    integrationDisabled: {
      title: 'LinkedIn ist hier abgeschaltet',
      text: 'Ihre LinkedIn-Recruiter-Administration hat diese Funktion abgeschaltet und kann sie in Recruiter wieder einschalten.',
    },
    linkedInScriptBlocked: {
      title: 'LinkedIn konnte nicht geladen werden',
      text: 'Ein Inhaltsblocker oder Ihr Firmennetz blockiert vielleicht LinkedIn. Erlauben Sie linkedin.com und versuchen Sie es erneut.',
    },
    linkedInPluginFailed: {
      title: 'LinkedIn hat das Profil nicht angezeigt',
      text: 'Versuchen Sie es erneut. Bleibt es dabei, fragen Sie Ihre Administration, ob das Profil-Plugin aktiviert ist.',
    },
  },
};
