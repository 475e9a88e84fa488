import { parse as parseYaml } from 'yaml';

/** The texts of a repository at one commit, read as they are asked for. */
export interface Texts {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
  /** Every text that a file has ever had. */
  history(path: string): readonly string[];
}

/** What a repository says of its own images in another form than Dockerfiles, as `parent > child` of Dockerfile paths. */
export interface Truth {
  /** Where it is written. */
  readonly source: string;
  /** Dockerfiles of the images that it speaks of. */
  readonly images: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

type Read = (texts: Texts) => Truth | undefined;

/** The first form of truth that a repository holds. All of them are read here by other means than the product's. */
export function truthOf(texts: Texts): Truth | undefined {
  for (const read of [
    imageBuilder,
    devcontainers,
    tagFiles,
    parentWorkflows,
    makefileFolders,
    makefileTargets,
    bakeFiles,
  ]) {
    const truth = read(texts);
    if (truth) return truth;
  }
  return undefined;
}

/** .NET's manifest: every tag with its Dockerfile. A Dockerfile stands on those whose tags its FROM lines name. */
const imageBuilder: Read = ({ paths, text }) => {
  const manifests = paths
    .filter((path) => /^manifest(\.samples)?\.json$/.test(path))
    .map((path) => JSON.parse(text(path) ?? '{}'));
  const whole = manifests.filter(({ repos }) => Array.isArray(repos));
  if (whole.length === 0) return undefined;
  const included = whole.flatMap(({ includes = [] }) =>
    includes.map((path: string) => JSON.parse(text(path) ?? '{}').variables),
  );
  const variables: Record<string, string> = Object.assign({}, ...included, ...whole.map((each) => each.variables));
  const fill = (value: string): string => {
    const filled = value.replaceAll(/\$\(([^)]+)\)/g, (all, name) => variables[name] ?? all);
    return filled === value ? value : fill(filled);
  };
  const tags = new Map<string, string[]>();
  const builds: { dockerfile: string; args: Record<string, string>; platform: string }[] = [];
  for (const { registry, repos } of whole) {
    for (const { id, name } of repos) variables[`Repo:${id}`] = `${registry}/${fill(name)}`;
    for (const { name, images } of repos) {
      for (const { platforms, sharedTags = {} } of images) {
        for (const { dockerfile, tags: own = {}, buildArgs = {}, os, architecture = 'amd64' } of platforms) {
          const path = [fill(dockerfile), `${fill(dockerfile)}/Dockerfile`].find((each) => paths.includes(each));
          if (!path) continue;
          const platform = `${os} ${architecture}`;
          for (const tag of [...Object.keys(own), ...Object.keys(sharedTags)]) {
            const key = `${registry}/${fill(name)}:${fill(tag)}`;
            for (const full of [key, `${key} ${platform}`]) tags.set(full, [...(tags.get(full) ?? []), path]);
          }
          const args = Object.fromEntries(Object.entries(buildArgs).map(([key, value]) => [key, fill(String(value))]));
          builds.push({ dockerfile: path, args, platform });
        }
      }
    }
  }
  const edges = builds.flatMap(({ dockerfile, args, platform }) =>
    namedImages(text(dockerfile) ?? '', args).flatMap((reference) => {
      const found = [...new Set(tags.get(reference) ?? [])];
      const fit = found.length === 1 ? found : [...new Set(tags.get(`${reference} ${platform}`) ?? [])];
      return fit.length === 1 ? [`${fit[0]} > ${dockerfile}`] : [];
    }),
  );
  return {
    source: 'manifest.json',
    images: new Set(builds.map(({ dockerfile }) => dockerfile)),
    edges: new Set(edges),
  };
};

/** The manifests of the dev containers: `build.parent`, the folder of an image or one for each variant. */
const devcontainers: Read = ({ paths, text }) => {
  const found = paths.filter((path) => /^src\/[^/]+\/manifest\.json$/.test(path));
  if (found.length === 0) return undefined;
  const dockerfile = (name: string) => `src/${name}/.devcontainer/Dockerfile`;
  const images = found.map((path) => path.split('/')[1] as string);
  const edges = images.flatMap((name) => {
    const { parent = {} } = JSON.parse(text(`src/${name}/manifest.json`) ?? '{}').build ?? {};
    const parents = typeof parent === 'string' ? [parent] : (Object.values(parent) as string[]);
    return parents.map((each) => `${dockerfile(each)} > ${dockerfile(name)}`);
  });
  return { source: 'src/*/manifest.json', images: new Set(images.map(dockerfile)), edges: new Set(edges) };
};

/** `TAG` and `BRANCH` files beside Dockerfiles with `build-targets.yaml` for the names: what every tag ever stood for. */
const tagFiles: Read = ({ paths, text, history }) => {
  const folders = paths.filter((path) => /\/TAG$/.test(path)).map((path) => path.slice(0, -'/TAG'.length));
  if (folders.length < 2) return undefined;
  const owner = new Map<string, string>();
  for (const folder of folders) {
    const targets: { 'container-image'?: string }[] = parseYaml(text(`${folder}/build-targets.yaml`) ?? '[]') ?? [];
    const names = targets.map((target) => target['container-image'] ?? '').concat(folder.split('/').at(-1) ?? '');
    const tags = [...history(`${folder}/TAG`), ...(text(`${folder}/BRANCH`)?.split('\n') ?? [])].map((tag) =>
      tag.trim(),
    );
    for (const name of names) for (const tag of tags) owner.set(`${name}:${tag}`, `${folder}/Dockerfile`);
  }
  const images = folders.map((folder) => `${folder}/Dockerfile`).filter((path) => paths.includes(path));
  const edges = images.flatMap((dockerfile) =>
    namedImages(text(dockerfile) ?? '', {}).flatMap((reference) => {
      const parent = /^ghcr\.io\/cybozu\//.test(reference)
        ? owner.get(reference.replace(/^.*\//, '').replace(/@.*/, ''))
        : undefined;
      return parent === undefined || parent === dockerfile ? [] : [`${parent} > ${dockerfile}`];
    }),
  );
  return { source: 'TAG, BRANCH, build-targets.yaml', images: new Set(images), edges: new Set(edges) };
};

/** Workflows that hand `parent-image`, `image` and `variant` to a build. */
const parentWorkflows: Read = ({ paths, text }) => {
  const jobs = paths
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    .flatMap((path) => Object.values(parseYaml(text(path) ?? '')?.jobs ?? {}) as { with?: Record<string, string> }[])
    .flatMap((job) => (job.with?.['parent-image'] === undefined ? [] : [job.with]));
  if (jobs.length === 0) return undefined;
  const dockerfile = (name = '', variant = 'default') =>
    variant === 'default' ? `images/${name}/Dockerfile` : `images/${name}/${variant}/Dockerfile`;
  const edges = jobs.flatMap(({ 'parent-image': parent, image, variant }) =>
    parent ? [`${dockerfile(parent)} > ${dockerfile(image, variant)}`] : [],
  );
  const images = jobs.map(({ image, variant }) => dockerfile(image, variant));
  return { source: '.github/workflows/docker.yml', images: new Set(images), edges: new Set(edges) };
};

/** Makefiles beside Dockerfiles that list `BASE_IMAGE_FOLDERS`. */
const makefileFolders: Read = ({ paths, text }) => {
  const listing = paths.filter((path) => /\/Makefile$/.test(path) && /^BASE_IMAGE_FOLDERS/m.test(text(path) ?? ''));
  if (listing.length === 0) return undefined;
  const edges = listing.flatMap((path) => {
    const above = path.split('/').slice(0, -2).join('/');
    const folders =
      /^BASE_IMAGE_FOLDERS\s*:?=(.*)$/m
        .exec(text(path) ?? '')?.[1]
        ?.split(/\s+/)
        .filter(Boolean) ?? [];
    return folders.map((folder) => `${above}/${folder}/Dockerfile > ${path.replace(/Makefile$/, 'Dockerfile')}`);
  });
  const images = paths.filter((path) => /(?:^|\/)Dockerfile$/.test(path));
  return { source: 'BASE_IMAGE_FOLDERS of Makefiles', images: new Set(images), edges: new Set(edges) };
};

/** A Makefile whose targets are folders with a Dockerfile, and need each other. */
const makefileTargets: Read = ({ paths, text }) => {
  const there = new Set(paths);
  const rules = [...(text('Makefile') ?? '').matchAll(/^([\w-]+)[ \t]*:(?!=)[ \t]*(.*)$/gm)];
  const targets = rules.filter(([, name]) => there.has(`${name}/Dockerfile`));
  if (targets.length < 2) return undefined;
  const edges = targets.flatMap(([, name, needs = '']) =>
    needs
      .split(/\s+/)
      .filter((need) => there.has(`${need}/Dockerfile`))
      .map((need) => `${need}/Dockerfile > ${name}/Dockerfile`),
  );
  return {
    source: 'Makefile',
    images: new Set(targets.map(([, name]) => `${name}/Dockerfile`)),
    edges: new Set(edges),
  };
};

/** A bake file beside each Dockerfile, and no `contexts` of other targets in any: no image stands on another. */
const bakeFiles: Read = ({ paths, text }) => {
  const files = paths.filter((path) => /\/docker-bake\.hcl$/.test(path));
  if (files.length === 0 || files.some((path) => /target:/.test(text(path) ?? ''))) return undefined;
  const images = files.map((path) => path.replace(/docker-bake\.hcl$/, 'Dockerfile'));
  return { source: 'docker-bake.hcl', images: new Set(images), edges: new Set() };
};

/** The images that FROM, COPY --from and RUN --mount of a Dockerfile name, by a regular expression and no more. */
function namedImages(dockerfile: string, given: Readonly<Record<string, string>>): readonly string[] {
  const args: Record<string, string> = {};
  const fill = (value: string): string => value.replaceAll(/\$\{?(\w+)\}?/g, (all, name) => args[name] ?? all);
  const found = new Set<string>();
  for (const line of dockerfile.replaceAll(/\\\n/g, ' ').split('\n')) {
    const [, name = '', value = ''] = /^ARG\s+(\w+)=?["']?([^"'\s]*)/i.exec(line) ?? [];
    if (name !== '') args[name] = fill(given[name] ?? value);
    const from = /^FROM\s+(?:--platform=\S+\s+)?(\S+)/i.exec(line)?.[1];
    const copied = [...line.matchAll(/\bfrom=([^\s,]+)/g)].map(([, source]) => source as string);
    for (const source of [...(from ? [from] : []), ...copied]) found.add(fill(source));
  }
  return [...found];
}
