/**
 * `prospectNotes?q=criteria`: notes of a contract by the time of their last change, `cutoffDate`
 * exclusive and `beforeDate` inclusive [doc].
 */
import { countRecords, type Handler } from '../call.ts';
import { prospectNoteElement } from '../elements/prospect-note.ts';
import { numberParameter, page } from '../paging.ts';
import { assertFinder, contractsOf, ownersOf } from './contracts.ts';
import { windowOf } from './window.ts';

const latestMs = 999_999_999_999_999;

export const prospectNotes: Handler = (call) => {
  assertFinder(call, 'criteria');
  const [contract = ''] = contractsOf(call, 'contract');
  const owners = ownersOf(call, contract);
  const { startMs, endMs } = windowOf(
    'cutoffDate, beforeDate',
    numberParameter(call, 'cutoffDate', 0, latestMs),
    numberParameter(call, 'beforeDate', 0, latestMs),
    call.nowMs,
  );
  countRecords(call, 1);
  return page(
    call,
    call.state.prospectNotes.window(contract, owners, startMs + 1, endMs + 1),
    prospectNoteElement,
  );
};
