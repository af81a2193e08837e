import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { es256, manifest, tenantConfig } from './backend.test-support.ts';
import { readAssets, readTenants } from './node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rsc-backend-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function writeBuild(): void {
  mkdirSync(join(folder, 'assets'));
  const documents = [...Object.values(manifest.frames), manifest.plugin];
  const scripts = documents.flatMap(({ script, imports }) => [script, ...imports]);
  for (const path of ['embed.js', ...scripts]) {
    writeFileSync(join(folder, path), `/* ${path} */`);
  }
  writeFileSync(join(folder, 'embed.js.br'), 'compressed');
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

describe('readAssets', () => {
  it('reads a build with its compressed copies, and serves no other file', () => {
    writeBuild();
    const assets = readAssets(`${folder}/`);
    const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
    expect(assets.manifest.version).toBe('1.2.3');
    expect(decode(assets.get('embed.js')?.bytes)).toBe('/* embed.js */');
    expect(decode(assets.get('embed.js')?.brotli)).toBe('compressed');
    expect(assets.get('assets/frame-lit-bbbb.js')?.brotli).toBeUndefined();
    for (const path of ['manifest.json', 'embed.js.br', 'assets', '../x', '__proto__']) {
      expect(assets.get(path)).toBeNull();
    }
  });

  it('says when there is no build, or half of one', () => {
    expect(() => readAssets(folder)).toThrow(/no browser build in/);
    writeBuild();
    rmSync(join(folder, manifest.plugin.script));
    expect(() => readAssets(folder)).toThrow(manifest.plugin.script);
  });
});

describe('readTenants', () => {
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('reads a file, and reads it again when told', async () => {
    const { publicKey } = await es256('key-1');
    const path = write('tenants.json', JSON.stringify({ tenants: [tenantConfig(publicKey)] }));
    const tenants = readTenants(path);
    expect(tenants.byId('acme-client')?.id).toBe('acme');
    write('tenants.json', JSON.stringify({ tenants: [tenantConfig(publicKey, 'globex')] }));
    expect(tenants.byId('globex')).toBeNull();
    tenants.reload();
    expect(tenants.byId('globex')?.id).toBe('globex');
    expect(tenants.all).toHaveLength(1);
  });

  it('keeps the tenants it has when the file has become useless', async () => {
    const { publicKey } = await es256('key-1');
    const path = write('tenants.json', JSON.stringify({ tenants: [tenantConfig(publicKey)] }));
    const tenants = readTenants(path);
    write('tenants.json', '{ "tenants": ');
    expect(() => {
      tenants.reload();
    }).toThrow(TypeError);
    expect(tenants.byId('acme')?.id).toBe('acme');
  });

  it('never quotes a file that is not JSON', () => {
    const path = write('tenants.json', '{"clientSecret": canary}');
    expect(() => readTenants(path)).toThrow(/is not JSON$/);
    try {
      readTenants(path);
    } catch (error) {
      expect(String(error)).not.toContain('canary');
    }
  });
});
