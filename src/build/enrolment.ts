import { ok, type Result } from '../base/result.ts';
import { enrolmentSecrets } from '../definition/customizations/customizations.ts';
import type { RepositoryImage } from '../plan/image.ts';
import type { Failure } from './failure.ts';
import type { NodeInput, ReadyNode } from './node.ts';

/** What stands in the place of certificate and key where nothing is published: nobody may enrol with a trial. */
const NONE = 'This image was built without publishing it, so that no certificate was requested for it.\n';

/** Whether a certificate is put into the image while it is built. */
export function enrols({ definition }: RepositoryImage): boolean {
  return definition.declaration?.customizations.flightctl?.enrol ?? false;
}

/** The secrets that the build of an image that enrols is given; none for any other. */
export async function enrolmentOf(
  { name, image }: ReadyNode['image'],
  { enroller, signal }: Pick<NodeInput, 'enroller' | 'signal'>,
): Promise<Result<Readonly<Record<string, string>>, Failure>> {
  if (!enrols(image)) return ok({});
  const { certificate, key } = enrolmentSecrets;
  if (!enroller) return ok({ [certificate]: NONE, [key]: NONE });
  const credential = await enroller.enrol(name, signal);
  return credential.ok ? ok({ [certificate]: credential.value.certificate, [key]: credential.value.key }) : credential;
}
