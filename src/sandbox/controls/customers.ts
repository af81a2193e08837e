/** Customers as the controls name them: one for each application of a partner's customer. */
import { isContractType } from '../../linkedin/records/integration.ts';
import type { SandboxState } from '../state/store.ts';
import { ControlError } from './api/endpoint.ts';

export interface ControlledCustomer {
  readonly uniqueForeignId: string | null;
  readonly name: string;
  readonly clientId: string;
  readonly organizations: readonly string[];
  readonly contracts: readonly string[];
}

/** All customers, in the order their applications were made. */
export const customersOf = (state: SandboxState): ControlledCustomer[] =>
  [...state.applications.values()].map(({ clientId, uniqueForeignId, name }) => {
    const integrations = state.integrations.of(clientId);
    const contexts = (isContract: boolean): string[] => [
      ...new Set(
        integrations
          .filter(({ integrationType }) => isContractType(integrationType) === isContract)
          .map(({ integrationContext }) => integrationContext),
      ),
    ];
    const organizations = contexts(false);
    return {
      uniqueForeignId,
      name: state.organizations.get(organizations[0] ?? '')?.name ?? name,
      clientId,
      organizations,
      contracts: contexts(true),
    };
  });

/**
 * The customer of a foreign id, client id, organization or contract; the first of all without one.
 * @throws ControlError 404
 */
export function findCustomer(state: SandboxState, wanted: string | undefined): ControlledCustomer {
  const customers = customersOf(state);
  const found =
    wanted === undefined
      ? customers[0]
      : customers.find(({ uniqueForeignId, clientId, organizations, contracts }) =>
          [uniqueForeignId, clientId, ...organizations, ...contracts].includes(wanted),
        );
  if (found !== undefined) return found;
  const names = customers.map(({ uniqueForeignId, clientId }) => uniqueForeignId ?? clientId);
  throw new ControlError(404, `customer: there is no ${wanted ?? 'customer'}`, {
    field: 'customer',
    fix: `Name one of ${names.join(', ')}, or its client id, organization or contract.`,
  });
}
