/**
 * What comes back from LinkedIn: exports, seats, InMail, notes, stub profiles, closed accounts. The
 * traps of these calls are dealt with here: windows of at most 12 hours, `start` always sent, owners
 * always sent for stubs, at most 20,000 stubs a query, and bounds that are inclusive here and
 * exclusive there [doc].
 */
import { readConversationEvent, type ConversationEvent } from '../answers/conversation-event.ts';
import { readEvaluation, type ApplicationEvaluation } from '../answers/evaluation.ts';
import { readExportedCandidate, type ExportedCandidate } from '../answers/exported-candidate.ts';
import { readMailStub, type MailStub } from '../answers/mail-stub.ts';
import { readProspectNote, type ProspectNote } from '../answers/prospect-note.ts';
import { readPurgedExport, type PurgedExport } from '../answers/purged-export.ts';
import { readSeat, type Seat } from '../answers/seat.ts';
import type { BudgetGroup } from '../budgets.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import type { Generation } from '../forms.ts';
import { readCollection, type Paged } from '../pages.ts';
import { encodeValue, keyStyles, recordParameter } from '../restli.ts';
import type { Send } from '../transport.ts';
import { windowsOf, type TimeRange } from '../windows.ts';
import { readStubs } from './mail-stubs.ts';

type Elements<T> = AsyncGenerator<T, void, undefined>;

export type SeatState = 'ACTIVE' | 'INACTIVE' | 'INVITED' | 'PARKED';

export interface RetrievalApis {
  readonly exportedCandidates: {
    /**
     * What a push of EXPORT_CANDIDATE_PROFILE is about. Check `integrationContext` before use [doc].
     * @throws LinkedInError `not_found` once the request id is older than 24 hours
     */
    byRequest(requestId: string, options?: CallOptions): Promise<ExportedCandidate[]>;
  };
  readonly exportedApplicationEvaluations: {
    /**
     * Evaluations of Hiring Assistant; the versioned API only [doc].
     * @throws LinkedInError `not_found` once the request id is older than 24 hours
     */
    byRequest(requestId: string, options?: CallOptions): Promise<ApplicationEvaluation[]>;
  };
  readonly purgedExports: {
    /** Exported members who closed their accounts; to be asked at least every 30 days [doc]. */
    list(range: TimeRange, options?: CallOptions): Elements<PurgedExport>;
  };
  readonly seats: {
    /** Seats of contracts. @param states all if left out */
    list(
      query: { readonly contracts: readonly string[]; readonly states?: readonly SeatState[] },
      options?: CallOptions,
    ): Elements<Seat>;
    /** The older call, which knows e-mail addresses; deprecated by LinkedIn [doc]. */
    listOlder(
      query: { readonly contracts: readonly string[]; readonly active?: boolean },
      options?: CallOptions,
    ): Elements<Seat>;
  };
  readonly conversationEvents: {
    /** InMail of one seat, window by window, oldest first. @param query.seat `urn:li:seat:…` */
    list(
      query: { readonly seat: string } & TimeRange,
      options?: CallOptions,
    ): Elements<ConversationEvent>;
  };
  readonly prospectNotes: {
    /** Notes of a contract by the time of their last change. @param query.owners seat URNs */
    list(
      query: { readonly contract: string; readonly owners?: readonly string[] } & TimeRange,
      options?: CallOptions,
    ): Elements<ProspectNote>;
  };
  readonly mailStubs: {
    /** Stub profiles of a contract. @param query.owners seat URNs, at least one */
    list(
      query: { readonly contract: string; readonly owners: readonly string[] } & TimeRange,
      options?: CallOptions,
    ): Elements<MailStub>;
  };
}

/** LinkedIn's samples ask for 50 events, 100 notes, 50 stubs, 100 seats [postman]. */
const pageSizes = { events: 50, notes: 100, stubs: 50, seats: 100 } as const;

export function createRetrievalApis(generation: Generation, send: Send): RetrievalApis {
  const style = keyStyles[generation === 'v2' ? '1.0' : '2.0'];
  const single = (name: string, value: string): string => `${name}=${encodeValue(value)}`;

  const read = <T>(
    resource: string,
    parts: readonly string[],
    pageSize: number,
    readElement: (raw: unknown) => T,
    identify: (element: T) => string | undefined,
    options: CallOptions = {},
    group: BudgetGroup = 'retrieval',
  ): Elements<Paged<T>> =>
    readCollection(
      send,
      {
        path: `/${generation}/${resource}`,
        query: parts.filter(Boolean).join('&'),
        group,
        style,
        pageSize,
        ...options,
      },
      readElement,
      identify,
    );

  const byRequest = async <T>(
    resource: string,
    group: BudgetGroup,
    requestId: string,
    readElement: (raw: unknown) => T,
    options?: CallOptions,
  ): Promise<T[]> => {
    const parts = ['q=request', single('requestId', requestId)];
    const found: T[] = [];
    const unnamed = (): undefined => undefined;
    for await (const { element } of read(
      resource,
      parts,
      100,
      readElement,
      unnamed,
      options,
      group,
    )) {
      found.push(element);
    }
    return found;
  };

  return {
    exportedCandidates: {
      byRequest: (requestId, options) =>
        byRequest('exportedCandidates', 'exports', requestId, readExportedCandidate, options),
    },

    exportedApplicationEvaluations: {
      async byRequest(requestId, options) {
        if (generation !== 'rest') {
          throw new LinkedInError('invalid', 'evaluations are in the versioned API only');
        }
        const resource = 'exportedApplicationEvaluations';
        return byRequest(resource, 'evaluations', requestId, readEvaluation, options);
      },
    },

    purgedExports: {
      list({ fromMs, toMs }, options) {
        const timeRange = { start: String(fromMs), end: String(toMs) };
        const parts = [
          recordParameter(style, 'timeRange', timeRange),
          'q=criteria',
          'exportType=ONE_CLICK_EXPORT',
        ];
        const name = ({ member, purgedAtMs }: PurgedExport): string | undefined =>
          member && `${member} ${String(purgedAtMs)}`;
        return elements(
          read(
            'atsPurgedExportedCandidates',
            parts,
            100,
            readPurgedExport,
            name,
            options,
            'exports',
          ),
        );
      },
    },

    seats: {
      async *list({ contracts, states = [] }, options) {
        const parts = [
          'q=attributes',
          style.list('contracts', contracts),
          states.length === 0 ? '' : style.list('states', states),
        ];
        const name = (seat: Seat | null): string | undefined => seat?.urn;
        for await (const { element } of read(
          'seatsV2',
          parts,
          pageSizes.seats,
          readSeat,
          name,
          options,
        )) {
          if (element !== null) yield element;
        }
      },
      async *listOlder({ contracts, active }, options) {
        const parts = [
          'q=seatsByAttributes',
          style.list('contracts', contracts),
          active === undefined ? '' : `active=${String(active)}`,
        ];
        const name = (seat: Seat | null): string | undefined => seat?.urn;
        for await (const { element } of read(
          'seats',
          parts,
          pageSizes.seats,
          readSeat,
          name,
          options,
        )) {
          if (element !== null) yield element;
        }
      },
    },

    conversationEvents: {
      async *list({ seat, fromMs, toMs }, options) {
        for (const window of windowsOf({ fromMs, toMs })) {
          // Start is inclusive, end exclusive [doc].
          const timeRange = { start: String(window.fromMs), end: String(window.toMs) };
          const parts = [
            'q=criteria',
            single('viewer', seat),
            recordParameter(style, 'timeRange', timeRange),
          ];
          yield* elements(
            read(
              'conversationEvents',
              parts,
              pageSizes.events,
              readConversationEvent,
              ({ id }) => id,
              options,
            ),
          );
        }
      },
    },

    prospectNotes: {
      async *list({ contract, owners = [], fromMs, toMs }, options) {
        for (const window of windowsOf({ fromMs, toMs })) {
          const parts = [
            'q=criteria',
            single('contract', contract),
            owners.length === 0 ? '' : style.list('owners', owners),
            // Lower bound exclusive, upper bound inclusive [doc].
            `cutoffDate=${String(window.fromMs - 1)}`,
            `beforeDate=${String(window.toMs - 1)}`,
          ];
          // A note may change while it is read: then it is another one to tell of.
          const name = ({ id, lastModifiedAtMs }: ProspectNote): string | undefined =>
            id && `${id} ${String(lastModifiedAtMs)}`;
          yield* elements(
            read('prospectNotes', parts, pageSizes.notes, readProspectNote, name, options),
          );
        }
      },
    },

    mailStubs: {
      list({ contract, owners, fromMs, toMs }, options) {
        if (owners.length === 0) {
          throw new LinkedInError('invalid', 'owners: at least one seat URN is required');
        }
        const open = (window: TimeRange): Elements<Paged<MailStub>> => {
          const parts = [
            'q=contract',
            single('contract', contract),
            style.list('owners', owners),
            `createdDateStart=${String(window.fromMs)}`,
            `createdDateEnd=${String(window.toMs)}`,
          ];
          return read('mailStubs', parts, pageSizes.stubs, readMailStub, stubName, options);
        };
        windowsOf({ fromMs, toMs });
        return readStubs(open, { fromMs, toMs }, stubName);
      },
    },
  };
}

const stubName = ({ id, profile, createdAtMs }: MailStub): string | undefined =>
  id ?? (profile.member && `${profile.member} ${String(createdAtMs)}`);

async function* elements<T>(source: Elements<Paged<T>>): Elements<T> {
  for await (const { element } of source) yield element;
}
