/**
 * Says at LinkedIn which member a candidate is [postman: "Attach Person URN"], after an export or as
 * somebody of the ATS has found out. It is written down before LinkedIn is told, so that no record
 * that is sent meanwhile undoes it; and the record is sent once more, for one that was under way.
 */
import { LinkedInError, type LinkedInClient, type RecordResult } from '../../linkedin/index.ts';
import { personUrn } from '../../linkedin/records/common.ts';
import type { CandidateScope } from '../candidates/store.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { Gate } from '../onboarding/gate.ts';
import type { Store } from '../store/store.ts';
import { readTenantScope, type TenantScope } from '../tenants/tenant-scope.ts';
import type { SyncEngine } from './engine.ts';
import { parseInput } from './errors.ts';
import type { MatchParts } from './matches.ts';
import type { AtsSource, RecordRef } from './ports.ts';
import { readRecords } from './reading.ts';
import { recordRef } from './resources.ts';
import { erasedCandidates } from './tombstones.ts';

/**
 * - `attached`: LinkedIn says so
 * - `queued`: LinkedIn does not have the candidate yet; it is sent now, and the member with it
 * - `waiting`: the same, once the customer is switched on or the record is put right in the ATS
 * - `other_member`: somebody has linked the candidate to another member, which was left so
 * - `not_sent`: the ATS does not have the candidate, or it was erased
 */
export type AttachOutcome = 'attached' | 'queued' | 'waiting' | 'other_member' | 'not_sent';

export interface MemberChoice {
  /** One of the customer's organizations; its first if left out. */
  readonly integrationContext?: string;
}

export interface MemberLinks {
  /**
   * May be called again.
   * @param personUrn `urn:li:person:…`
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; OnboardingError; LinkedInError; StoreError
   */
  attachMember(
    tenantId: string,
    candidateId: string,
    personUrn: string,
    choice?: MemberChoice,
  ): Promise<AttachOutcome>;
  /** Takes it back, if it is still this member. @throws as `attachMember` */
  detachMember(
    tenantId: string,
    candidateId: string,
    personUrn: string,
    choice?: MemberChoice,
  ): Promise<void>;
}

/** @internal */
export interface MemberLinkParts extends MemberLinks {
  /**
   * Says whom a candidate is, if LinkedIn still says that it is the member it was before: a record
   * that was under way while somebody spoke has undone what they said.
   * @param member null for nobody
   * @throws as `attachMember`
   */
  replaceMember(
    tenantId: string,
    candidateId: string,
    before: string,
    member: string | null,
    choice: MemberChoice,
  ): Promise<void>;
}

/** @internal */
export interface MemberLinksOptions {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly engine: SyncEngine;
  readonly matches: MatchParts;
  readonly forget: (scope: CandidateScope, ids: readonly string[]) => void;
}

/** @internal */
export function createMemberLinks(options: MemberLinksOptions): MemberLinkParts {
  const { store, source, access, gate, engine, matches } = options;

  async function look(
    name: string,
    candidateId: string,
    member: string,
    { integrationContext }: MemberChoice,
  ) {
    const ref = parseInput(recordRef, { resource: 'candidates', id: candidateId }, 'candidateId');
    parseInput(personUrn, member, 'personUrn');
    const scope = await readTenantScope(store, name, integrationContext);
    const isOpen = await gate.maySync(scope.tenantId, scope.context);
    // LinkedIn tells nothing of who is switched off.
    const { client } = isOpen ? await access.child(scope.tenantId) : { client: null };
    const found = await client?.candidates.get(scope.context, [candidateId]);
    const [known] = await matches.table.read(scope, [candidateId]);
    const manual =
      client === null
        ? known?.kind === 'manual'
          ? (known.person_urn ?? undefined)
          : undefined
        : found?.get(candidateId)?.manualMatchedMember;
    return { ref, scope, client: found?.has(candidateId) === true ? client : null, isOpen, manual };
  }

  /** @throws LinkedInError if LinkedIn did not take it */
  async function tell(
    scope: TenantScope,
    client: LinkedInClient,
    { id }: RecordRef,
    member: string | null,
  ): Promise<void> {
    await matches.claim(scope, id, member);
    const result = await client.candidates.setManualMatch(scope.context, id, member);
    options.forget({ tenant: scope.tenantId, integrationContext: scope.context }, [id]);
    assertDone(result);
  }

  const send = async (
    { tenantId, context }: TenantScope,
    ref: RecordRef,
    priority: 'interactive' | 'change',
  ): Promise<void> => {
    await engine.changed(tenantId, ref, { priority, integrationContext: context });
  };

  /** Keeps the member for when the candidate is sent, and sends it unless that is in vain. */
  async function keep(
    scope: TenantScope,
    ref: RecordRef,
    member: string,
    isOpen: boolean,
  ): Promise<'queued' | 'waiting'> {
    const { tenantId, context } = scope;
    await matches.claim(scope, ref.id, member);
    const known = await engine.table.known(tenantId, context, 'candidates', [ref.id]);
    if (known.get(ref.id)?.state === 'quarantined') return 'waiting';
    await send(scope, ref, 'interactive');
    return isOpen ? 'queued' : 'waiting';
  }

  const replaceMember: MemberLinkParts['replaceMember'] = async (
    name,
    candidateId,
    before,
    member,
    choice,
  ) => {
    const { ref, scope, client, manual } = await look(name, candidateId, before, choice);
    if (manual !== before) return;
    if (client === null) await matches.claim(scope, candidateId, member);
    else await tell(scope, client, ref, member);
    await send(scope, ref, 'change');
  };

  return {
    replaceMember,

    async attachMember(name, candidateId, member, choice = {}) {
      const { ref, scope, client, isOpen, manual } = await look(name, candidateId, member, choice);
      if ((await erasedCandidates(store, scope, [candidateId])).size > 0) return 'not_sent';
      if (manual !== undefined && manual !== member) return 'other_member';
      if (manual === member && client !== null) {
        await matches.claim(scope, candidateId, member);
        return 'attached';
      }
      const [read] = await readRecords(source, scope.tenantId, [ref], {
        integrationContext: scope.context,
      });
      if (client === null) {
        return read === 'missing' ? 'not_sent' : keep(scope, ref, member, isOpen);
      }
      await tell(scope, client, ref, member);
      if (read !== 'missing') await send(scope, ref, 'change');
      return 'attached';
    },

    detachMember: (name, candidateId, member, choice = {}) =>
      replaceMember(name, candidateId, member, null, choice),
  };
}

function assertDone(result: RecordResult): void {
  if (result.ok) return;
  const { status } = result.error;
  const code = status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'rejected';
  throw new LinkedInError(code, 'LinkedIn did not take the member of a candidate', { status });
}
