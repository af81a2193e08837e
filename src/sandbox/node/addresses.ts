/** Where a sandbox listens that is to be reached by a name. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface Addresses {
  /** To listen on, without brackets. */
  readonly addresses: readonly string[];
  /** As it stands in URLs: IPv6 in brackets, and never "any address". */
  readonly urlHost: string;
  /** Whether only this machine can reach them. */
  readonly isPrivate: boolean;
}

/** The host is no name or address of this machine. */
export class HostError extends Error {
  override readonly name = 'HostError';
}

/** Both: browsers and programs choose between them. */
const ownAddresses = ['127.0.0.1', '::1'];
const isOwn = (address: string): boolean => address === '::1' || address.startsWith('127.');

/**
 * @param host name or address; names of this machine need not resolve
 * @throws HostError for a name nobody knows
 */
export async function addressesOf(host: string): Promise<Addresses> {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === '0.0.0.0' || name === '::') {
    // The IPv6 one takes IPv4 as well.
    return { addresses: [name], urlHost: '127.0.0.1', isPrivate: false };
  }
  const urlHost = isIP(name) === 6 ? `[${name}]` : name;
  const found = /^(?:.+\.)?localhost$/.test(name) ? [] : await resolve(name);
  const others = found.filter((address) => !isOwn(address));
  return {
    addresses: [...ownAddresses, ...others],
    urlHost,
    isPrivate: others.length === 0,
  };
}

async function resolve(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true });
    return [...new Set(found.map(({ address }) => address))];
  } catch (cause) {
    throw new HostError(`There is no host ${name}.`, { cause });
  }
}
