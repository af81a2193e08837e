import type { Messages } from '../messages.ts';

export const en: Messages = {
  viewLabel: 'LinkedIn',
  profileTab: 'Profile',
  activitiesTab: 'Recruiting activities',
  pluginTitle: 'LinkedIn profile',

  loading: 'Loading the LinkedIn profile…',
  stillLoading: 'Still loading. The connection seems to be slow.',
  loaded: 'The LinkedIn profile has loaded.',

  matchAutomatic: 'Matched',
  matchManual: 'Linked by hand',
  matchNone: 'No match yet',
  notSynced: 'Not synced yet',
  syncedWhen: 'Synced {when}',
  synced: 'Synced',
  justNow: 'just now',
  refresh: 'Refresh',
  refreshing: 'Refreshing…',

  notSyncedTitle: 'Not on LinkedIn yet',
  notSyncedText:
    'This candidate has not been sent to LinkedIn so far. The profile appears here after the next sync, usually within a few minutes.',
  checkAgain: 'Check again',

  staleWhen: 'Last updated {when}.',
  unsavedLink: 'The candidate is linked on LinkedIn, but your system could not save it.',
  unsavedUnlink: 'The link is removed on LinkedIn, but your system could not save it.',

  retry: 'Try again',
  retrying: 'Trying again…',
  willRetry: 'We keep trying in the background.',
  copyCode: 'Copy error code',
  copied: 'Copied',
  showMore: 'Show more',

  activityCreated: 'Candidate created in your system',
  activitySynced: 'Candidate record sent to LinkedIn',
  activityMatched: 'LinkedIn matched the candidate to a member',
  activityLinked: 'Linked to a LinkedIn member by hand',
  activityUnlinked: 'Link to the LinkedIn member removed',
  dateUnknown: 'Date not known',
  noActivitiesTitle: 'No activities yet',
  noActivitiesText: 'Syncs, matches and links with LinkedIn are listed here as they happen.',

  errors: {
    setup: {
      title: 'This page is not set up correctly',
      text: 'Please tell the administrator of this application and give them the code below.',
    },
    integration: {
      title: 'This LinkedIn integration is not known',
      text: 'Please ask your administrator to check the integration context in the LinkedIn settings.',
    },
    blocked: {
      title: 'This page may not show the LinkedIn profile',
      text: 'Your administrator can allow it by registering this site with the provider.',
    },
    blockedByBrowser: {
      title: 'Something in your browser blocks this content',
      text: 'Allow this site in your ad or content blocker, then try again.',
    },
    unreachable: {
      title: 'The service does not answer',
      text: 'This is usually over in a moment. Try again, or come back in a few minutes.',
    },
    offline: {
      title: 'You are offline',
      text: 'Check your internet connection. We continue as soon as it is back.',
    },
    outdated: {
      title: 'This page uses an outdated version',
      text: 'Reload the page. If that does not help, tell your administrator.',
    },
    signedOut: {
      title: 'You are signed out',
      text: 'Sign in to this application again, then try again here.',
    },
    revoked: {
      title: 'Your session has ended',
      text: 'You were signed out. Sign in to this application again, then try again here.',
    },
    notAllowed: {
      title: 'You have no access to this profile',
      text: 'Ask your administrator for the right to see LinkedIn data of this candidate.',
    },
    candidateUnknown: {
      title: 'This candidate was not found',
      text: 'The record may be new, merged or deleted. Check the candidate, then try again.',
    },
    busy: {
      title: 'Too many requests right now',
      text: 'Please wait a moment. We try again on our own.',
    },
    atsUnreachable: {
      title: 'Your application could not confirm your access',
      text: 'Try again. If it keeps failing, tell the administrator of this application.',
    },
    expired: {
      title: 'Your access has expired',
      text: 'For your safety, access ends after a short time. Try again to renew it.',
    },
    verification: {
      title: 'Your access could not be verified',
      text: 'Try again. If it keeps failing, give your administrator the code below.',
    },
    proofInvalid: {
      title: 'The proof of your access is not valid',
      text: 'Please tell the administrator of this application and give them the code below.',
    },
    viewerClock: {
      title: 'The clock of your device is wrong',
      text: 'Set date and time of your device to automatic, then try again.',
    },
    atsClock: {
      title: 'The clock of your application’s server is wrong',
      text: 'Please tell the administrator of this application and give them the code below.',
    },
    serverError: {
      title: 'Something went wrong on our side',
      text: 'Try again in a moment. If it keeps failing, give your administrator the code below.',
    },
    requestRefused: {
      title: 'The service could not handle the request of this page',
      text: 'Please tell the administrator of this application and give them the code below.',
    },
    linkedInUnavailable: {
      title: 'LinkedIn does not answer',
      text: 'LinkedIn seems to have a problem at the moment. Try again in a few minutes.',
    },
    linkedInRefused: {
      title: 'LinkedIn refused the connection',
      text: 'Your administrator needs to check the LinkedIn integration and its licence.',
    },
    integrationDisabled: {
      title: 'LinkedIn is switched off here',
      text: 'Your LinkedIn Recruiter administrator has switched this feature off and can switch it on again in Recruiter.',
    },
    linkedInScriptBlocked: {
      title: 'LinkedIn could not be loaded',
      text: 'A content blocker or your company network may block LinkedIn. Allow linkedin.com, then try again.',
    },
    linkedInPluginFailed: {
      title: 'LinkedIn did not show the profile',
      text: 'Try again. If it keeps failing, ask your administrator whether the profile plugin is enabled.',
    },
  },
};
