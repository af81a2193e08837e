/** Sentences for what the frame cannot say itself. */
export const en = {
  // Names of the frames.
  'profile-widget': 'LinkedIn profile',
  'integration-settings': 'LinkedIn integrations',
  site: 'This panel is not set up for this site. Please tell your administrator.',
  offline: 'You are offline. The panel goes on when the connection is back.',
  blocked: 'Something in your browser, such as a content blocker, keeps this panel out.',
  noResponse: 'The LinkedIn panel does not answer. Please try again in a moment.',
  slow: 'Still loading…',
  retry: 'Try again',
};

export type PanelStrings = typeof en;
