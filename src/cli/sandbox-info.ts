/** What `npm run sandbox` says when the sandbox is ready. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StandardSeed } from '../sandbox/seed/standard.ts';

export interface SandboxInfo {
  readonly origin: string;
  readonly oauthTokenUrl: string;
  /** `${apiBase}/v2/…` and `${apiBase}/rest/…` are the API. */
  readonly apiBase: string;
  readonly partnerApplication: { readonly clientId: string; readonly clientSecret: string };
  readonly customers: readonly CustomerInfo[];
}

export interface CustomerInfo {
  readonly uniqueForeignId: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly organization: string;
  readonly contracts: readonly string[];
  /** Of all contracts, in their order; the first of each contract is its administrator's. */
  readonly seats: readonly string[];
  /** Person URNs of the holders of the seats, who are members like others. */
  readonly people: readonly string[];
  /** How many members LinkedIn has. */
  readonly members: number;
}

/** What the partner has to know to use a sandbox: secrets as they are now. */
export function infoOf({ origin, state }: Sandbox, seed: StandardSeed): SandboxInfo {
  const [partner] = state.applications.partners.values();
  const members = state.members.size;
  return {
    origin,
    oauthTokenUrl: `${origin}/oauth/v2/accessToken`,
    apiBase: origin,
    partnerApplication: {
      clientId: partner?.clientId ?? '',
      clientSecret: partner?.clientSecret ?? '',
    },
    customers: seed.customers.map((customer) => {
      const { uniqueForeignId, name, clientId, organization, contracts } = customer;
      const seats = contracts.flatMap((contract) => state.organizations.seatsOf(contract));
      return {
        uniqueForeignId,
        name,
        clientId,
        clientSecret: state.applications.get(clientId)?.clientSecret ?? customer.clientSecret,
        organization,
        contracts,
        seats: seats.map(({ urn }) => urn),
        people: seats.map(({ personUrn }) => personUrn),
        members,
      };
    }),
  };
}

/** A short table. */
export function describeSandbox(info: SandboxInfo, data: string | null): string {
  const { origin, oauthTokenUrl, apiBase, partnerApplication, customers } = info;
  const rows: (readonly [string, string] | string)[] = [
    'LinkedIn stand-in',
    ['Start page', origin],
    ['Token', oauthTokenUrl],
    ['API', `${apiBase}/v2/… and ${apiBase}/rest/…`],
    ['Test controls', `${origin}/sandbox`],
    ['Members', (customers[0]?.members ?? 0).toLocaleString('en-US')],
    ['Data', data ?? 'in memory'],
    '',
    'Partner application',
    ['Client id', partnerApplication.clientId],
    ['Secret', partnerApplication.clientSecret],
    ...customers.flatMap((customer) => [
      '',
      customer.name,
      ['Foreign id', customer.uniqueForeignId] as const,
      ['Client id', customer.clientId] as const,
      ['Secret', customer.clientSecret] as const,
      ['Organization', customer.organization] as const,
      ['Contracts', customer.contracts.join(' ')] as const,
      ['Seats', `${customer.seats.length} (--json has them)`] as const,
    ]),
  ];
  const lines = rows.map((row) =>
    typeof row === 'string' ? row : `  ${row[0].padEnd(18)}${row[1]}`,
  );
  return ['The sandbox is running.', '', ...lines, '', 'Stop with Ctrl-C.'].join('\n');
}
