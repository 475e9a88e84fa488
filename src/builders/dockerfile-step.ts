/**
 * The line that a step starts on, in a Dockerfile's text: for engines that tell the instruction and not where it
 * stands. Undefined unless exactly one instruction reads so.
 */
export function lineOfStep(dockerfile: string, step: string): number | undefined {
  const wanted = squeeze(step);
  const found = instructions(dockerfile).filter(({ text }) => squeeze(text) === wanted);
  return found.length === 1 ? found[0]?.line : undefined;
}

interface Instruction {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Lines joined where one ends in the escape character; comments and empty lines among them do not count. */
function instructions(dockerfile: string): readonly Instruction[] {
  const continues = /^#\s*escape\s*=\s*`/im.test(dockerfile) ? '`' : '\\';
  const found: Instruction[] = [];
  let open: Instruction | undefined;
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) continue;
    const goesOn = text.endsWith(continues);
    const part = goesOn ? text.slice(0, -1) : text;
    const joined: Instruction = { line: open?.line ?? index + 1, text: `${open?.text ?? ''}${part}` };
    if (!goesOn) found.push(joined);
    open = goesOn ? joined : undefined;
  }
  return found;
}

/** Engines write the instruction's name in capitals and spend spaces as they like. */
function squeeze(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^\S+/, (name) => name.toUpperCase());
}
