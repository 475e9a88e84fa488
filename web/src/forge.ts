/** A repository as the API tells it, as far as links need it. */
export interface ForgeRepository {
  readonly url: string;
  readonly forge: 'github' | 'gitea' | 'git';
}

/** Addresses on the forge's own pages; undefined where there are none. */
export interface ForgeLinks {
  commit(id: string): string;
  compare(from: string, to: string): string;
  pull(number: number): string;
}

const NO_COMMIT = /^0*$/;

/** Where a forge shows what a run is about. A plain Git server, or a folder, shows nothing. */
export function forgeLinks({ url, forge }: ForgeRepository): ForgeLinks | undefined {
  const base = forge === 'git' ? undefined : webAddress(url);
  if (base === undefined) return undefined;
  return {
    commit: (id) => `${base}/commit/${encodeURIComponent(id)}`,
    compare: (from, to) => `${base}/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`,
    pull: (number) => `${base}/${forge === 'gitea' ? 'pulls' : 'pull'}/${number}`,
  };
}

/** What stands between two commits; undefined where one of them is none. */
export function compareLink(links: ForgeLinks | undefined, from: unknown, to: unknown): string | undefined {
  if (typeof from !== 'string' || typeof to !== 'string' || NO_COMMIT.test(from) || NO_COMMIT.test(to))
    return undefined;
  return links?.compare(from, to);
}

/** The page of what is cloned by HTTPS or SSH: nothing but an `http` address ever becomes a link. */
function webAddress(url: string): string | undefined {
  const ssh = /^(?:ssh:\/\/)?git@([^:/]+)(?::\d+\/|[:/])(.+)$/.exec(url);
  const address = ssh ? `https://${ssh[1]}/${ssh[2]}` : url;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return undefined;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname.replace(/(?:\.git)?\/*$/, '')}`;
}
