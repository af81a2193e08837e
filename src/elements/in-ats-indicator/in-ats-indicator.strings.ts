/** Words of the indicators. */
export const en = {
  status: 'LinkedIn status',
  checking: 'Checking…',
  matched: 'Matched',
  unmatched: 'Not matched',
  unsynced: 'Not synced',
  unavailable: 'Unavailable',
  lost: 'LinkedIn status unavailable',
  back: 'LinkedIn status available',
};

export type IndicatorStrings = typeof en;
