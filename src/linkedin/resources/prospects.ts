/**
 * What recruiters and members have said to each other: InMail, notes, shared contact details. The
 * traps of these calls are dealt with here: windows of at most 12 hours, `start` always sent, owners
 * always sent for stubs, at most 20,000 stubs a query, and bounds that are inclusive here and
 * exclusive there [doc].
 */
import * as z from 'zod';
import { readConversationEvent, type ConversationEvent } from '../answers/conversation-event.ts';
import { readMailStub, type MailStub } from '../answers/mail-stub.ts';
import { readProspectNote, type ProspectNote } from '../answers/prospect-note.ts';
import { checked } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { splitList } from '../limits.ts';
import type { Platform } from '../platform.ts';
import { contractUrn, seatUrn } from '../records/common.ts';
import { recordParameter } from '../restli.ts';
import { checkedRange, windowsOf, type TimeRange } from '../windows.ts';
import { bytesBeside, find, findPaged, single, type Elements } from './finder.ts';
import { readStubs } from './mail-stubs.ts';

export interface ProspectApis {
  readonly conversationEvents: {
    /**
     * InMail of one seat, window by window, oldest first.
     * @param query.seat `urn:li:seat:…`
     * @throws LinkedInError when read
     */
    list(
      query: { readonly seat: string } & TimeRange,
      options?: CallOptions,
    ): Elements<ConversationEvent>;
  };
  readonly prospectNotes: {
    /**
     * Notes of a contract by the time of their last change, window by window.
     * @param query.owners seat URNs of their authors; all if left out
     * @throws LinkedInError when read
     */
    list(
      query: { readonly contract: string; readonly owners?: readonly string[] } & TimeRange,
      options?: CallOptions,
    ): Elements<ProspectNote>;
  };
  readonly mailStubs: {
    /**
     * Stub profiles of a contract.
     * @param query.owners seat URNs, at least one
     * @throws LinkedInError when read
     */
    list(
      query: { readonly contract: string; readonly owners: readonly string[] } & TimeRange,
      options?: CallOptions,
    ): Elements<MailStub>;
  };
}

/** LinkedIn's samples ask for 50 events, 100 notes, 50 stubs [postman]. */
const pageSizes = { events: 50, notes: 100, stubs: 50 } as const;
const group = 'retrieval';
const ownerList = z.array(seatUrn);
/** Without owners, stubs are searched for at a cost LinkedIn asks to avoid [doc]. */
const stubOwnerList = ownerList.min(1, 'at least one seat URN is required');

export function createProspectApis(platform: Platform): ProspectApis {
  /** Lists of owners that fit into a query beside its other parts. */
  const ownerLists = (owners: readonly string[], others: readonly string[]): string[] =>
    splitList('owners', owners, platform.style, bytesBeside(others));

  return {
    conversationEvents: {
      async *list({ seat, ...range }, options) {
        checked(seatUrn, seat, 'seat');
        for (const { fromMs, toMs } of windowsOf(range)) {
          // Start is inclusive, end exclusive [doc].
          const timeRange = { start: String(fromMs), end: String(toMs) };
          const finder = {
            resource: 'conversationEvents',
            query: [
              'q=criteria',
              single('viewer', seat),
              recordParameter(platform.style, 'timeRange', timeRange),
            ],
            group,
            seat,
            pageSize: pageSizes.events,
            read: readConversationEvent,
            identify: ({ id }: ConversationEvent) => id,
          } as const;
          yield* find(platform, finder, options);
        }
      },
    },

    prospectNotes: {
      async *list({ contract, owners, ...range }, options) {
        checked(contractUrn, contract, 'contract');
        if (owners !== undefined) checked(ownerList, owners, 'owners');
        for (const { fromMs, toMs } of windowsOf(range)) {
          const others = [
            'q=criteria',
            single('contract', contract),
            // Lower bound exclusive, upper bound inclusive [doc].
            `cutoffDate=${String(Math.max(0, fromMs - 1))}`,
            `beforeDate=${String(toMs - 1)}`,
          ];
          // Nobody's notes are none; everybody's are asked for without owners.
          for (const list of owners === undefined ? [''] : ownerLists(owners, others)) {
            const finder = {
              resource: 'prospectNotes',
              query: [...others, list],
              group,
              pageSize: pageSizes.notes,
              read: readProspectNote,
              // A note may change while it is read: then it is another one to tell of.
              identify: ({ id, lastModifiedAtMs }: ProspectNote) =>
                id && `${id} ${String(lastModifiedAtMs)}`,
            } as const;
            yield* find(platform, finder, options);
          }
        }
      },
    },

    mailStubs: {
      async *list({ contract, owners, ...range }, options) {
        checked(contractUrn, contract, 'contract');
        checked(stubOwnerList, owners, 'owners');
        const { fromMs, toMs } = checkedRange(range);
        if (fromMs === toMs) return;
        const queryFor = (window: TimeRange): string[] => [
          'q=contract',
          single('contract', contract),
          `createdDateStart=${String(window.fromMs)}`,
          `createdDateEnd=${String(window.toMs)}`,
        ];
        // The longest there will be: halves of the range are no longer than its end.
        for (const list of ownerLists(owners, queryFor({ fromMs: toMs, toMs }))) {
          const open = (window: TimeRange) =>
            findPaged(
              platform,
              {
                resource: 'mailStubs',
                query: [...queryFor(window), list],
                group,
                pageSize: pageSizes.stubs,
                read: readMailStub,
                identify: ({ id, profile, createdAtMs }) =>
                  id ?? (profile.member && `${profile.member} ${String(createdAtMs)}`),
              },
              options,
            );
          yield* readStubs(open, { fromMs, toMs });
        }
      },
    },
  };
}
