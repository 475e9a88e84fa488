import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { Findings } from '../findings.ts';
import { type FoundParent, isOlderVersion } from './parents.ts';
import type { ReadImage } from './proposed.ts';

/** How many names a finding lists. */
const MOST_NAMES = 6;

/** What could not be told of an image; one that is not among `adopted` gets no build file. */
export function imageFindings(
  image: ReadImage,
  adopted: readonly ReadImage[],
  found: readonly FoundParent<ReadImage>[],
): readonly Diagnostic[] {
  const findings = new Findings(image.candidate.file);
  const isAdopted = adopted.includes(image);
  reportProblems(image, isAdopted, findings);
  if (!isAdopted) return findings.list;
  reportContext(image, findings);
  for (const parent of found) {
    const meant = parent.meaning.kind === 'several' ? parent.meaning.images : [parent.meaning.image];
    if (meant.some((other) => adopted.includes(other))) reportParent(image, parent, findings);
  }
  return findings.list;
}

/** Whether values for args are all that is missing to read a Dockerfile. */
export function lacksOnlyArgs({ problems }: ReadImage): boolean {
  return problems.every(({ code }) => code === 'dockerfile-argument-undefined');
}

/** Whether a Dockerfile cannot be read for another reason than what its FROM lines come to. */
function isUnreadable({ problems }: ReadImage): boolean {
  return problems.some(({ code }) => !isArgument(code));
}

function isArgument(code: Diagnostic['code']): boolean {
  return code === 'dockerfile-argument-undefined' || code === 'dockerfile-reference';
}

function reportProblems(image: ReadImage, isAdopted: boolean, findings: Findings): void {
  // One reason is enough to leave a Dockerfile alone.
  const reasons = isUnreadable(image) ? image.problems.slice(0, 1) : image.problems;
  for (const { span, message, code } of reasons) {
    const whole = `${message}${isAdopted ? '' : ': the Dockerfile is left alone'}`;
    if (!isArgument(code)) findings.warn(span, 'adopt-unreadable', whole);
    else {
      const fix = `give it a value under args in ${isAdopted ? 'its' : 'a'} build.yaml`;
      findings.warn(span, 'adopt-argument', whole, { fix });
    }
  }
}

function reportContext({ context }: ReadImage, findings: Findings): void {
  for (const { source, span } of context.missing) {
    const where = context.directory === '' ? 'the root' : context.directory;
    findings.warn(span, 'adopt-context', `${source} is not in ${where}, nor in any folder above it`, {
      fix: 'set context in build.yaml where it is another folder; what is made before the build is not in Git',
    });
  }
}

function reportParent(
  { name }: ReadImage,
  { use, reference, meaning }: FoundParent<ReadImage>,
  findings: Findings,
): void {
  const settle = `under parents in the build.yaml of ${name}`;
  if (meaning.kind === 'several') {
    const names = meaning.images.slice(0, MOST_NAMES).map((image) => image.name);
    const more = meaning.images.length - names.length;
    const message = `${use.resolved} may be any of ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    findings.warn(use.span, 'adopt-ambiguous', message, { fix: `name the one that it means ${settle}` });
  } else if (meaning.kind === 'official') {
    const message = `${use.resolved} is taken for Docker Hub’s, although there is an image ${meaning.image.name} here`;
    findings.warn(use.span, 'adopt-ambiguous', message, { fix: `where it means the one here, say so ${settle}` });
  } else if (isOlderVersion(reference, meaning.image)) {
    const message = `${use.resolved} is not the version that ${meaning.image.name} has now, ${meaning.image.version}`;
    findings.warn(use.span, 'adopt-ambiguous', message, { fix: 'name the present version, or leave it as a base' });
  }
}
