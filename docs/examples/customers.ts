import { OnboardingError, type Kit } from 'rsc-embed/backend';

/** A customer signs up. Called again after a failure it goes on where it stopped. */
export async function signUp({ customers }: Kit, instance: string, actor: string) {
  try {
    const { customer, privateKey } = await customers.create(
      {
        name: 'Acme',
        uniqueForeignId: instance,
        environment: 'production',
        domains: ['https://ats.acme.example'],
      },
      { actor },
    );
    // The only answer that has it: what signs contexts in the ATS's server.
    const signingKey = privateKey?.jwk.reveal();
    return { id: customer.id, signingKey };
  } catch (error) {
    if (error instanceof OnboardingError && error.retryable) return { again: error.retryAfterMs };
    throw error;
  }
}

/** The customer gets a second page, and chooses that everybody finds its jobs. */
export async function change({ customers }: Kit, id: string) {
  await customers.update(id, {
    domains: ['https://ats.acme.example', 'https://jobs.acme.example'],
    jobAvailability: 'PUBLIC',
  });
  const customer = await customers.find(id);
  return customer?.application?.jsSdkDomains;
}

/** Keys and secrets are replaced one after the other, each beside the former one. */
export async function renew({ customers }: Kit, id: string, formerKid: string) {
  const { privateKey } = await customers.addKey(id);
  const inAnHour = new Date(Date.now() + 3_600_000);
  await customers.retireKey(id, formerKid, { at: inAnHour });
  await customers.rotateCallback(id);
  await customers.replaceClientSecret(id);
  return privateKey?.kid;
}

/** All customers, a page at a time. */
export async function* everybody({ customers }: Kit) {
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<typeof customers.list>> = await customers.list({ after });
    yield* page.items;
    after = page.next;
  }
}

/** A customer does not pay, pays, and goes. */
export async function goodbye({ customers }: Kit, id: string) {
  await customers.disable(id);
  await customers.enable(id);
  const { deletedHere, deletedAtLinkedIn } = await customers.leave(id);
  return { deletedHere, deletedAtLinkedIn };
}
