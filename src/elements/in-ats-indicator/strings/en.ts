/** Words of the indicators. */
export const strings = {
  status: 'LinkedIn status',
  checking: 'Checking…',
  matched: 'Matched',
  unmatched: 'Not matched',
  unsynced: 'Not synced',
  unavailable: 'Unavailable',
  lost: 'LinkedIn status could not be loaded.',
  back: 'LinkedIn status is up to date again.',
};

export type IndicatorStrings = typeof strings;
