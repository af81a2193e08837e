/** Who works with the ATS, and how the ATS recognizes them. */
import { scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * Recruiters see LinkedIn data; hiring managers see applications, and who comes for the positions they
 * fill; administrators set it up.
 */
export type Role = 'recruiter' | 'hiringManager' | 'administrator';

export interface Account {
  /** Opaque; goes into signed contexts. */
  readonly id: string;
  /** Name of the account's one-click address. */
  readonly slug: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly role: Role;
  /** Ids of the positions a hiring manager fills; left out of everybody else. */
  readonly positions?: readonly string[];
}

export const accounts = [
  {
    id: 'u7f3k2q9d',
    slug: 'recruiter',
    name: 'Ingrid Solberg',
    title: 'Senior recruiter',
    email: 'ingrid@kestrel.example',
    role: 'recruiter',
  },
  {
    id: 'u2m8x5w1b',
    slug: 'recruiter-2',
    name: 'Daniel Achterberg',
    title: 'Recruiter',
    email: 'daniel@kestrel.example',
    role: 'recruiter',
  },
  {
    id: 'u9c4t6z0h',
    slug: 'hiring-manager',
    name: 'Yusuf Demir',
    title: 'Hiring manager, Hardware',
    email: 'yusuf@kestrel.example',
    role: 'hiringManager',
    positions: ['p-1060'],
  },
  {
    id: 'u5d1n8e3j',
    slug: 'administrator',
    name: 'Maren Holt',
    title: 'ATS administrator',
    email: 'maren@kestrel.example',
    role: 'administrator',
  },
] as const satisfies readonly Account[];

/** Whether somebody fills a position: recruiters do all of them, hiring managers their own. */
export function worksOn({ role, positions = [] }: Account, positionId: string): boolean {
  return role === 'recruiter' || (role === 'hiringManager' && positions.includes(positionId));
}

/** Of all demo accounts; it stands on the sign-in page. */
export const demoPassword = 'kestrel';

export const accountById = (id: string): Account | null =>
  accounts.find((account) => account.id === id) ?? null;

export const accountBySlug = (slug: string): Account | null =>
  accounts.find((account) => account.slug === slug) ?? null;

/** Stored instead of the password, as it should be even where the password is no secret. */
const salt = 'kestrel-instruments';
const hashOf = (password: string): Buffer => scryptSync(password, salt, 32, { N: 1024 });
let storedHash: Buffer | undefined;

/** The account with this address and password, or null. */
export function accountByPassword(email: string, password: string): Account | null {
  storedHash ??= hashOf(demoPassword);
  const account = accounts.find((entry) => entry.email === email.trim().toLowerCase()) ?? null;
  const right = timingSafeEqual(hashOf(password.slice(0, 200)), storedHash);
  return right ? account : null;
}
