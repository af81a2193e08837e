/** Recruiter's data belongs to a contract, for which CSA_API must be enabled [doc]. */
import { contractUrn, seatUrn } from '../../../linkedin/records/common.ts';
import { parseListParameter } from '../../../linkedin/restli.ts';
import type { Seat } from '../../state/organizations.ts';
import { assertEnabled, restliMethod, type Call } from '../call.ts';
import { forbidden, malformed, notFound } from '../envelope.ts';

/** A finder and nothing else. @throws ApiRefusal 400, 404, 405 */
export function assertFinder(call: Call, q: string): void {
  if (call.segments.length > 0) throw notFound('There is no such resource here');
  restliMethod(call, { GET: ['finder'] });
  if (call.parameters.get('q') !== q) throw malformed(`q: must be ${q}`);
}

/** Contracts the call names. @throws ApiRefusal 400, 403 */
export function contractsOf(call: Call, name: 'contract' | 'contracts'): string[] {
  const contracts = [...new Set(parseListParameter(call.query, name))];
  if (contracts.length === 0) throw malformed(`${name}: is required`);
  if (name === 'contract' && contracts.length > 1) throw malformed('contract: must be one');
  for (const contract of contracts) {
    if (!contractUrn.safeParse(contract).success) {
      throw malformed(`${name}: must be urn:li:contract:{id}`);
    }
    assertEnabled(call, contract, 'CSA_API', name);
  }
  return contracts;
}

/** Seats of a contract whose things are wanted; none is all. @throws ApiRefusal 400, 403 */
export function ownersOf(call: Call, contract: string): string[] {
  const owners = parseListParameter(call.query, 'owners');
  for (const owner of owners) {
    if (!seatUrn.safeParse(owner).success) throw malformed('owners: must be urn:li:seat:{id}');
    if (call.state.organizations.seats.get(owner)?.contract !== contract) {
      throw forbidden('owners: there is no such seat of the contract');
    }
  }
  return owners;
}

/** The seat a call is made for. @throws ApiRefusal 400, 403 */
export function viewerOf(call: Call): Seat {
  const urn = call.parameters.get('viewer') ?? '';
  if (urn === '') throw malformed('viewer: is required');
  if (!seatUrn.safeParse(urn).success) throw malformed('viewer: must be urn:li:seat:{id}');
  const seat = call.state.organizations.seats.get(urn);
  // Whose seat it is, or whether there is one, is nobody's business who may not see it.
  const refused = 'viewer: there is no such seat of a contract with enabled CSA_API integration';
  const { clientId } = call.application;
  if (!call.state.integrations.isEnabled(clientId, seat?.contract ?? '', 'CSA_API')) {
    throw forbidden(refused);
  }
  if (seat === undefined) throw forbidden(refused);
  return seat;
}
