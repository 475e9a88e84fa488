import { err, ok, type Result } from '../base/result.ts';
import { type Digest, parseDigest } from './digest.ts';
import { parseImageName } from './image-name.ts';
import { parseTag, type Tag } from './tag.ts';

/** An image reference with Docker's defaults filled in: `ubuntu` is `docker.io/library/ubuntu`, untagged. */
export interface Reference {
  /** Host and port, `docker.io` when the text names none. */
  readonly registry: string;
  /** The repository's path below the host. */
  readonly repository: string;
  readonly tag?: Tag;
  readonly digest?: Digest;
}

const DOCKER_HUB = 'docker.io';
const host = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/;

/** Parses an image reference as `docker pull` reads one (distribution/reference, "familiar names"). */
export function parseReference(text: string): Result<Reference, string> {
  const [name = '', digestText, ...more] = text.split('@');
  if (more.length > 0) return err('a reference has at most one "@"');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasHost = first !== '' && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  if (hasHost && !host.test(first)) return err(`"${first}" is not a registry host`);
  const path = hasHost ? name.slice(slash + 1) : name;
  const colon = path.lastIndexOf(':');
  const repositoryPath = colon < 0 ? path : path.slice(0, colon);
  const repository = parseImageName(repositoryPath);
  if (!repository.ok) return err(`"${repositoryPath}": ${repository.error}`);
  const tag = colon < 0 ? undefined : parseTag(path.slice(colon + 1));
  if (tag && !tag.ok) return err(tag.error);
  const digest = digestText === undefined ? undefined : parseDigest(digestText);
  if (digest && !digest.ok) return err(digest.error);
  const registry = !hasHost || first === 'index.docker.io' ? DOCKER_HUB : first;
  const official = registry === DOCKER_HUB && !repositoryPath.includes('/');
  return ok({
    registry,
    repository: official ? `library/${repositoryPath}` : repositoryPath,
    ...(tag ? { tag: tag.value } : {}),
    ...(digest ? { digest: digest.value } : {}),
  });
}

/** `registry/repository[:tag][@digest]`, always in full. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}
