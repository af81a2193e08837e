import type { Widget } from '../../protocol/context.ts';

/** Sentences for what the frame cannot say itself. */
export const en = {
  site: 'This panel is not set up for this site. Please tell your administrator.',
  offline: 'You are offline. The panel goes on when the connection is back.',
  blocked: 'Something in your browser, such as a content blocker, keeps this panel out.',
  noResponse: 'The LinkedIn panel does not answer. Please try again in a moment.',
  slow: 'Still loading…',
  retry: 'Try again',
};

/** In other languages the names of the frames are among them. */
export type PanelStrings = typeof en & Readonly<Partial<Record<Widget, string>>>;
