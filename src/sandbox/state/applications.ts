/**
 * Developer applications: the partner's own, and one below it for each instance of a customer, whose
 * client id is the `api_key` of the plugins and whose token calls everything but provisioning [doc].
 */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';

/** The partner's (parent) application: it provisions the others. */
export interface PartnerApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

/** A customer's (child) application. */
export interface DeveloperApplication {
  /** `urn:li:developerApplication:…` */
  readonly urn: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly description: string;
  /** Client id of the partner's application; null for an ATS of one company, which has none [doc]. */
  readonly partner: string | null;
  /** The ATS's id of the instance; unique among the partner's applications. */
  readonly uniqueForeignId: string | null;
  readonly oauth2AuthorizedCallbackUrls: readonly string[];
  /** Origins on which the plugins may be embedded; compared exactly [doc]. */
  readonly validJsSdkDomains: readonly string[];
  readonly createdAtMs: number;
}

/** What is not given is made up. */
export type ApplicationSeed = Pick<DeveloperApplication, 'name'> &
  Partial<Omit<DeveloperApplication, 'urn' | 'createdAtMs'>>;

export class DeveloperApplications {
  readonly partners: Collection<PartnerApplication>;
  readonly #applications: Collection<DeveloperApplication>;
  readonly #byUrn: Grouping<DeveloperApplication>;
  readonly #byForeignId: Grouping<DeveloperApplication>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.partners = database.collection<PartnerApplication>('partnerApplications');
    this.#applications = database.collection<DeveloperApplication>('developerApplications');
    this.#byUrn = this.#applications.groupBy(({ urn }) => urn);
    this.#byForeignId = this.#applications.groupBy(({ partner, uniqueForeignId }) =>
      uniqueForeignId === null ? null : joinKey(partner ?? '', uniqueForeignId),
    );
    this.#counters = counters;
  }

  get size(): number {
    return this.#applications.size;
  }

  get(clientId: string): DeveloperApplication | undefined {
    return this.#applications.get(clientId);
  }

  values(): MapIterator<DeveloperApplication> {
    return this.#applications.values();
  }

  byUrn(urn: string): DeveloperApplication | undefined {
    return this.#byUrn.first(urn);
  }

  byForeignId(partner: string | null, uniqueForeignId: string): DeveloperApplication | undefined {
    return this.#byForeignId.first(joinKey(partner ?? '', uniqueForeignId));
  }

  /** @throws TypeError if client id or foreign id are taken: callers ask first */
  create(seed: ApplicationSeed, nowMs: number): DeveloperApplication {
    const application: DeveloperApplication = {
      clientId: `77${randomText(12)}`,
      clientSecret: randomText(24),
      description: seed.name,
      partner: null,
      uniqueForeignId: null,
      oauth2AuthorizedCallbackUrls: [],
      validJsSdkDomains: [],
      ...seed,
      urn: `urn:li:developerApplication:${this.#counters.next('developerApplication', 21_000_001)}`,
      createdAtMs: nowMs,
    };
    const { clientId, partner, uniqueForeignId } = application;
    const isTaken =
      this.#applications.has(clientId) ||
      this.partners.has(clientId) ||
      (uniqueForeignId !== null && this.byForeignId(partner, uniqueForeignId) !== undefined);
    if (isTaken) throw new TypeError('an application has this client id or foreign id');
    this.#applications.set(clientId, application);
    return application;
  }

  change(
    clientId: string,
    changes: Partial<
      Pick<
        DeveloperApplication,
        | 'name'
        | 'description'
        | 'clientSecret'
        | 'oauth2AuthorizedCallbackUrls'
        | 'validJsSdkDomains'
      >
    >,
  ): void {
    const application = this.#applications.get(clientId);
    if (application !== undefined) this.#applications.set(clientId, { ...application, ...changes });
  }
}

/** Letters and digits nobody can guess. */
export const randomText = (length: number): string =>
  crypto.randomUUID().replaceAll('-', '').slice(0, length);
