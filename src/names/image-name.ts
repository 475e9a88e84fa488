import { err, ok, type Result } from '../base/result.ts';
import type { Branded } from './brand.ts';

/** The name of an image below the registry's namespace: one or more path components. */
export type ImageName = Branded<'ImageName'>;

// OCI distribution spec 1.1, "Pulling manifests": the grammar of <name>.
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const grammar = new RegExp(`^${component}(?:/${component})*$`);

/** Docker's limit for a whole repository name, host not counted. */
const MAX_LENGTH = 255;

/** Parses an image name by the grammar of an OCI repository; the error says what is wrong in a reader's words. */
export function parseImageName(text: string): Result<ImageName, string> {
  if (text.length > MAX_LENGTH) return err(`an image name has at most ${MAX_LENGTH} characters`);
  if (grammar.test(text)) return ok(text as ImageName);
  return err('an image name is lower-case letters and digits, joined by "-", "_", "." or "/"');
}
