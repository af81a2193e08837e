/**
 * Where the demo's sites are. Different host names and not only ports, so that browsers treat them
 * as the different sites they play: `ats.localhost` and `partner.localhost` share nothing.
 */

export const defaultFirstPort = 4400;
export const siteCount = 4;

/** Origins, as browsers know them. */
export interface Origins {
  readonly ats: string;
  readonly backend: string;
  /** On the backend's port: LinkedIn's script must not share an origin with frames and keys. */
  readonly plugin: string;
  readonly sandbox: string;
  readonly harness: string;
}

export interface Addresses {
  readonly origins: Origins;
  readonly ports: Readonly<Record<'ats' | 'backend' | 'sandbox' | 'harness', number>>;
}

export function addressesFrom(firstPort: number): Addresses {
  const ports = {
    ats: firstPort,
    backend: firstPort + 1,
    sandbox: firstPort + 2,
    harness: firstPort + 3,
  };
  const origin = (name: string, port: number): string =>
    new URL(`http://${name}.localhost:${String(port)}`).origin;
  return {
    ports,
    origins: {
      ats: origin('ats', ports.ats),
      backend: origin('partner', ports.backend),
      plugin: origin('plugin.partner', ports.backend),
      sandbox: origin('linkedin', ports.sandbox),
      harness: origin('harness', ports.harness),
    },
  };
}

/** For servers on this machine: not every system resolves names below `localhost`. */
export const serverAddress = (port: number): string => `http://127.0.0.1:${String(port)}`;
