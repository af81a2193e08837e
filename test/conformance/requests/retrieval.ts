/** Module 3: what comes back. */
import type { Target } from '../target.ts';
import type { Answer, RawRequest } from './raw-request.ts';

export function retrievalRequests(target: Target): RawRequest[] {
  const { contract, requests } = target;
  let seat = 'urn:li:seat:0';
  const get = (name: string, path: () => string, then?: (answer: Answer) => void): RawRequest => ({
    name,
    as: 'customer',
    method: 'GET',
    path,
    expected: [200],
    ...(then === undefined ? {} : { then }),
  });
  const endMs = target.now();
  const startMs = endMs - 3_600_000;
  const ofContract: RawRequest[] = [
    get(
      'lists seats by the older call, their ids only',
      () =>
        `/v2/seats?q=seatsByAttributes&fields=id&active=true&count=100&start=0&contracts=${contract ?? ''}`,
      (answer) => {
        seat = `urn:li:seat:${String(answer['elements']?.[0]?.['id'])}`;
      },
    ),
    get(
      'lists seats',
      () => `/v2/seatsV2?q=attributes&contracts=${contract ?? ''}&states=ACTIVE&start=0&count=100`,
    ),
    get(
      'reads InMail of a seat',
      () =>
        `/v2/conversationEvents?q=criteria&viewer=${seat}&timeRange.end=${endMs}&timeRange.start=${startMs}&start=0&count=50`,
    ),
    get(
      'reads stub profiles',
      () =>
        `/v2/mailStubs?q=contract&start=0&count=50&contract=${contract ?? ''}&createdDateStart=${startMs}&createdDateEnd=${endMs}&owners=${seat}`,
    ),
    get(
      'reads notes',
      () =>
        `/v2/prospectNotes?q=criteria&start=0&contract=${contract ?? ''}&cutoffDate=${startMs}&beforeDate=${endMs}&count=100&owners=${seat}`,
    ),
  ];
  return [
    ...(requests.export === null
      ? []
      : [
          get(
            'reads an exported candidate',
            () => `/v2/exportedCandidates?q=request&requestId=${requests.export ?? ''}`,
          ),
        ]),
    ...(contract === null ? [] : ofContract),
    get(
      'lists exports of members who are gone, over a month',
      () =>
        `/v2/atsPurgedExportedCandidates?timeRange.start=${endMs - 31 * 86_400_000}&timeRange.end=${endMs}&q=criteria&exportType=ONE_CLICK_EXPORT`,
    ),
  ];
}
