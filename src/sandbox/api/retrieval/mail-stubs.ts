/**
 * `mailStubs?q=contract`: contact details shared in answer to InMail. `createdDateStart` is inclusive;
 * `createdDateEnd` is called "non-inclusive" and "before or on" on one page, here it is exclusive
 * [doc].
 */
import { countRecords, type Handler } from '../call.ts';
import { mailStubElement } from '../elements/mail-stub.ts';
import { malformed } from '../envelope.ts';
import { numberParameter, page, placeOf } from '../paging.ts';
import { assertFinder, contractsOf, ownersOf } from './contracts.ts';

/** A query that reaches beyond is an error [doc]. */
export const maxResults = 20_000;
const latestMs = 999_999_999_999_999;

export const mailStubs: Handler = (call) => {
  assertFinder(call, 'contract');
  const [contract = ''] = contractsOf(call, 'contract');
  const owners = ownersOf(call, contract);
  const startMs = numberParameter(call, 'createdDateStart', 0, latestMs) ?? 0;
  const endMs = numberParameter(call, 'createdDateEnd', 0, latestMs) ?? latestMs;
  if (startMs > endMs) throw malformed('createdDateStart: must not be after createdDateEnd');
  const { start, count } = placeOf(call);
  if (start + count > maxResults) {
    throw malformed(
      `start, count: must not reach beyond ${maxResults} results; ` +
        'narrow the query by owners, createdDateStart and createdDateEnd',
    );
  }
  countRecords(call, 1);
  const { state } = call;
  return page(call, state.mailStubs.window(contract, owners, startMs, endMs), (stub) =>
    mailStubElement(stub, state.members.get(stub.member)),
  );
};
