/** Words of the indicators. */
export const en = {
  status: 'LinkedIn status',
  checking: 'Checking…',
  matched: 'Matched',
  unmatched: 'Not matched',
  unsynced: 'Not synced',
  unavailable: 'Unavailable',
  back: 'LinkedIn status available',
};

export type IndicatorStrings = typeof en;
