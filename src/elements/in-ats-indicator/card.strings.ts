/** Sentences of the card that explains an indicator. */
export const en = {
  matchedText: 'This candidate is matched with a LinkedIn member.',
  byHand: 'Linked by hand.',
  automatic: 'Matched automatically.',
  unmatchedText: 'This candidate is synced, but not matched with a LinkedIn member yet.',
  unsyncedText: 'This candidate has not been sent to LinkedIn yet.',
  signedOut: 'Please sign in again to see it.',
  notAllowed: 'You may not see it.',
  failed: 'It could not be loaded. Activate to try again.',
  synced: 'Sent to LinkedIn:',
  observed: 'Checked:',
};

export type CardStrings = typeof en;
