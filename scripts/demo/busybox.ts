import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Where a statically linked busybox may be; Debian's package `busybox-static` has the first. */
const binaries = ['/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox'];
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The machine's own busybox, where it is statically linked and so runs in an otherwise empty image. */
export function staticBusybox(): string | undefined {
  return binaries.find((path) => existsSync(path) && isStatic(path));
}

/**
 * Makes a stand-in for Docker Hub's busybox from the machine's own and uploads it.
 * `repository` is below the registry at `url`; the image is for this machine's architecture alone.
 */
export async function pushBusybox(url: string, repository: string, tag: string, work: string): Promise<void> {
  const binary = staticBusybox();
  if (!binary) throw new Error('no statically linked busybox here; Debian has one in the package busybox-static');
  const tar = rootFileSystem(binary, work);
  const layer = gzipSync(tar, { level: 6 });
  const config = Buffer.from(
    JSON.stringify({
      architecture: architectures[process.arch] ?? process.arch,
      os: 'linux',
      config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
      // Builders count layers by it.
      history: [{ created: '1970-01-01T00:00:00Z', created_by: 'busybox-static' }],
    }),
  );
  const blob = (mediaType: string, data: Buffer) => ({ mediaType, size: data.length, digest: digestOf(data) });
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: blob('application/vnd.oci.image.config.v1+json', config),
    layers: [blob('application/vnd.oci.image.layer.v1.tar+gzip', layer)],
  };
  await upload(url, repository, config);
  await upload(url, repository, layer);
  await request(`${url}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': manifest.mediaType },
    body: JSON.stringify(manifest),
  });
}

function isStatic(path: string): boolean {
  // A dynamic ELF file names its loader in a program header near the start (ELF specification, PT_INTERP).
  const head = execFileSync('head', ['-c', '4096', path], { encoding: 'latin1' });
  return !/\/ld-(?:linux|musl)/.test(head);
}

/** A tar of a root file system with busybox and a link for each of its applets; the same bytes each time. */
function rootFileSystem(binary: string, work: string): Buffer {
  const root = mkdtempSync(join(work, 'busybox-'));
  try {
    for (const folder of [
      'bin',
      'dev',
      'etc',
      'home',
      'proc',
      'root',
      'sys',
      'tmp',
      'usr/bin',
      'usr/local/bin',
      'var',
    ]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    copyFileSync(binary, join(root, 'bin/busybox'));
    const applets = execFileSync(binary, ['--list'], { encoding: 'utf8' }).trim().split('\n');
    for (const applet of applets.filter((name) => name !== 'busybox'))
      symlinkSync('busybox', join(root, 'bin', applet));
    symlinkSync('../../bin/env', join(root, 'usr/bin/env'));
    const reproducible = ['--mode=u=rwX,go=rX', '--sort=name', '--mtime=@0', '--owner=0', '--group=0'];
    return execFileSync('tar', [...reproducible, '--numeric-owner', '-C', root, '-cf', '-', '.'], {
      maxBuffer: 64 * 1024 ** 2,
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** OCI distribution spec 1.1, "Pushing a blob monolithically". */
async function upload(url: string, repository: string, data: Buffer): Promise<void> {
  const started = await request(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', url);
  location.searchParams.set('digest', digestOf(data));
  await request(location, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(data),
  });
}

async function request(url: string | URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}

function digestOf(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
