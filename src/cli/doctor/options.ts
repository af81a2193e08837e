/** What the doctor is told by its arguments and its environment. */
import * as z from 'zod';

export interface DoctorArguments {
  readonly json: boolean;
  readonly customer: string | undefined;
}

/** @returns null if they cannot be meant */
export function parseArguments(args: readonly string[]): DoctorArguments | null {
  let json = false;
  let customer: string | undefined;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--json') json = true;
    else if (arg === '--customer') {
      customer = rest.shift();
      if (customer === undefined || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(customer))
        return null;
    } else return null;
  }
  return { json, customer };
}

const origin = z.url().refine((url) => new URL(url).origin === url, {
  error: 'must be an origin such as https://partner.example.com',
});
const text = z.string().min(1, { error: 'is not set' });

const environment = z.object({
  RSC_ORIGIN: origin,
  RSC_PLUGIN_ORIGIN: origin,
  /** With it the backend is asked, and needs no second opener of its store. */
  RSC_ADMIN_TOKEN: text.optional(),
  DATABASE_URL: text.optional(),
  RSC_STORE_DIR: text.optional(),
  RSC_STORE_KEYS: text.optional(),
  RSC_ATS_NAME: text.optional(),
  RSC_PARTNER_CLIENT_ID: text.optional(),
  RSC_PARTNER_CLIENT_SECRET: text.optional(),
  RSC_LINKEDIN_API_URL: z.url().optional(),
  RSC_LINKEDIN_TOKEN_URL: z.url().optional(),
});
export type DoctorEnvironment = z.infer<typeof environment>;

/** Names of what a check within the store needs and does not have. */
export function missingForStore(found: DoctorEnvironment): string[] {
  const names = [
    'RSC_STORE_KEYS',
    'RSC_ATS_NAME',
    'RSC_PARTNER_CLIENT_ID',
    'RSC_PARTNER_CLIENT_SECRET',
  ] as const;
  const missing: string[] = names.filter((name) => found[name] === undefined);
  if (found.DATABASE_URL === undefined && found.RSC_STORE_DIR === undefined) {
    missing.push('DATABASE_URL or RSC_STORE_DIR');
  }
  return missing;
}

/** @returns what is wrong, by name and never by value, or what was found */
export function parseEnvironment(
  given: Readonly<Record<string, string | undefined>>,
): { readonly found: DoctorEnvironment } | { readonly problems: readonly string[] } {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (parsed.success) return { found: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message, input }) =>
      input === undefined && set[String(path[0])] === undefined
        ? `${String(path[0])} is not set`
        : `${String(path[0])} ${message}`,
    ),
  };
}
