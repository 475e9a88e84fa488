import { parseReference } from '../../names/reference.ts';
import type { Customizations, PackageManager, PackageRepository, Source } from './customizations.ts';
import { word, write } from './shell.ts';
import { place, run, type Step } from './steps.ts';

const BY_NAME: readonly (readonly [RegExp, PackageManager])[] = [
  [/^alpine$/, 'apk'],
  [/^(?:debian|ubuntu|buildpack-deps|python|node|golang|ruby|rust|nginx|httpd|postgres|redis)$/, 'apt'],
  [/^(?:fedora|centos|rhel[0-9]*|ubi[0-9]*|rockylinux|almalinux|oraclelinux|amazonlinux)(?:-(?:bootc|init))?$/, 'dnf'],
];

/** What installs packages in a well-known base; undefined for any other. */
export function packageManagerOf(base: string): PackageManager | undefined {
  const reference = parseReference(base);
  if (!reference.ok) return undefined;
  const { repository, tag = '' } = reference.value;
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const found = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  return found === 'apt' && /(?:^|-)alpine/.test(tag) ? 'apk' : found;
}

/** Adds the repositories, then installs the packages. */
export function packageSteps({ packageManager, repositories, packages }: Customizations): readonly Step[] {
  if (packageManager === undefined) return [];
  const added = repositories.flatMap((repository) => repositorySteps(packageManager, repository));
  return packages.length === 0 ? added : [...added, run(installation(packageManager, packages.map(word).join(' ')))];
}

function installation(manager: PackageManager, packages: string): readonly string[] {
  switch (manager) {
    case 'dnf':
      return [`dnf -y install ${packages}`, 'dnf -y clean all'];
    case 'apk':
      return [`apk add --no-cache ${packages}`];
    case 'apt':
      return [
        'apt-get update',
        `DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages}`,
        'rm -rf /var/lib/apt/lists/*',
      ];
  }
}

function repositorySteps(manager: PackageManager, repository: PackageRepository): readonly Step[] {
  if (repository.kind === 'copr') {
    const enable = `dnf -y copr enable ${word(repository.project)}`;
    return [run(["dnf -y install 'dnf-command(copr)'", enable, 'dnf -y clean all'])];
  }
  const { name, key } = repository;
  const keyFile = `${KEY_FOLDERS[manager]}/${name}${KEY_ENDINGS[manager]}`;
  return [
    ...(key ? place([rootFile(key, keyFile)]) : []),
    ...listing(manager, repository, key === undefined ? undefined : keyFile),
  ];
}

const KEY_FOLDERS: Readonly<Record<PackageManager, string>> = {
  apt: '/etc/apt/keyrings',
  apk: '/etc/apk/keys',
  dnf: '/etc/pki/rpm-gpg',
};
const KEY_ENDINGS: Readonly<Record<PackageManager, string>> = { apt: '.asc', apk: '.rsa.pub', dnf: '' };

type UrlRepository = Extract<PackageRepository, { kind: 'url' }>;

/** Tells the package manager of a repository (sources.list(5), apk-repositories(5), yum.conf(5)). */
function listing(
  manager: PackageManager,
  { name, url, suite = '', components }: UrlRepository,
  keyFile?: string,
): readonly Step[] {
  switch (manager) {
    case 'apk':
      return [run([write(`${url}\n`, '/etc/apk/repositories', '>>')])];
    case 'apt': {
      const signed = keyFile === undefined ? [] : [`Signed-By: ${keyFile}`];
      const fields = ['Types: deb', `URIs: ${url}`, `Suites: ${suite}`, `Components: ${components.join(' ')}`];
      return place([written([...fields, ...signed], `/etc/apt/sources.list.d/${name}.sources`)]);
    }
    case 'dnf': {
      const check = keyFile === undefined ? ['gpgcheck=0'] : ['gpgcheck=1', `gpgkey=file://${keyFile}`];
      return place([
        written(
          [`[${name}]`, `name=${name}`, `baseurl=${url}`, 'enabled=1', ...check],
          `/etc/yum.repos.d/${name}.repo`,
        ),
      ]);
    }
  }
}

function written(lines: readonly string[], destination: string) {
  return rootFile({ kind: 'content', content: `${lines.join('\n')}\n` }, destination);
}

function rootFile(source: Source, destination: string) {
  return { source, destination, mode: '0644', owner: 'root:root' };
}
