import type { Declaration } from '../dockerfile/args.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import { type Fault, type LintedDockerfile, type LintedStage, pieceSpan, type Rule } from './rule.ts';

/** Rules about ARG and ENV. */
export const variableRules: readonly Rule[] = [
  { code: 'secret-in-variable', needs: /passw|secret|token|key|credential/i, check: secrets },
  { code: 'argument-out-of-scope', needs: /\$/, check: outOfScope },
  { code: 'argument-unused', needs: /arg/i, check: unused },
  { code: 'env-from-same-line', needs: /env/i, check: sameLine },
];

const secretName = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** A value that is written down, or an ARG that a value will be passed for. Paths, switches and names are no secrets. */
function* secrets(dockerfile: LintedDockerfile): Generator<Fault> {
  for (const keyword of ['ARG', 'ENV']) {
    for (const { instruction } of dockerfile.each(keyword)) {
      for (const { name, value } of dockerfile.declared(instruction)) {
        const bare = value?.replace(/^(["'])(.*)\1$/, '$2');
        if (
          !secretName.test(name) ||
          bare === '' ||
          (bare !== undefined && /^(?:\/|\.|true$|false$|[0-9]$)/.test(bare))
        )
          continue;
        const index = instruction.body.text.indexOf(name);
        yield {
          ...{ instruction, span: pieceSpan(instruction, index, name.length) },
          message: `whoever has the image can read ${name}: it stands in its ${keyword === 'ENV' ? 'configuration' : 'history'}`,
          fix: `RUN --mount=type=secret,id=${name.toLowerCase()}, and secrets: [${name.toLowerCase()}] in build.yaml`,
        };
      }
    }
  }
}

/** A global ARG is known in a stage only where the stage declares it again. */
function* outOfScope(dockerfile: LintedDockerfile): Generator<Fault> {
  const names = new Set(dockerfile.globals.flatMap((instruction) => namesIn(dockerfile, instruction)));
  if (names.size === 0 || !usesVariables(dockerfile)) return;
  for (const [stage, known] of knownInStages(dockerfile)) {
    for (const instruction of stage.instructions) {
      for (const name of namesIn(dockerfile, instruction)) known.add(name);
      const used = usedIn(instruction).find(({ name }) => names.has(name) && !known.has(name));
      if (!used || (instruction.keyword === 'RUN' && setsItself(instruction.body.text, used.name))) continue;
      known.add(used.name);
      yield {
        ...{ instruction, span: pieceSpan(instruction, used.index, used.name.length + 1) },
        message: `${used.name} is empty here: an ARG before the first FROM counts for FROM lines alone`,
        fix: `put ARG ${used.name} into this stage`,
      };
    }
  }
}

/** Read or set by BuildKit itself: docs.docker.com, "Dockerfile reference", predefined and automatic ARGs. */
const setByBuildKit = /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)$)/;

/** A global ARG that neither a FROM nor a stage mentions. */
function* unused(dockerfile: LintedDockerfile): Generator<Fault> {
  const { globals } = dockerfile;
  const names = globals.flatMap((instruction) => namesIn(dockerfile, instruction));
  const left = new Set(names.filter((name) => !setByBuildKit.test(name)));
  for (const text of mentions(dockerfile)) {
    if (left.size === 0) return;
    for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) left.delete(word);
  }
  for (const instruction of globals) {
    const name = namesIn(dockerfile, instruction).find((one) => left.has(one));
    if (name === undefined) continue;
    const message = `nothing uses the ARG ${name}`;
    yield { instruction, message, fix: 'remove it, or declare it in the stage that needs it' };
  }
}

/** All texts that may mention a global ARG: they are read until each has been. */
function* mentions(dockerfile: LintedDockerfile): Generator<string> {
  for (const { stage, instructions } of dockerfile.stages) {
    yield stage.from.body.text;
    for (const { body, heredocs } of instructions) yield* [body.text, ...heredocs];
  }
  for (const instruction of dockerfile.globals) {
    for (const { value = '' } of dockerfile.declared(instruction)) yield value;
  }
}

/** Within one ENV, variables have the values of before it. */
function* sameLine(dockerfile: LintedDockerfile): Generator<Fault> {
  if (!usesVariables(dockerfile)) return;
  for (const [stage, known] of knownInStages(dockerfile)) {
    for (const instruction of stage.instructions) {
      const own = dockerfile.declared(instruction);
      const name = instruction.keyword === 'ENV' ? setOnSameLine(own, known) : undefined;
      for (const one of own) known.add(one.name);
      if (name === undefined) continue;
      const index = usedIn(instruction).find((use) => use.name === name)?.index ?? 0;
      yield {
        ...{ instruction, span: pieceSpan(instruction, index, name.length + 1) },
        message: `${name} is not set yet: within one ENV, variables have the values of before it`,
        fix: 'make it two ENV instructions',
      };
    }
  }
}

/** A variable that a later value of the same ENV uses. PATH has a value in every image. */
function setOnSameLine(declarations: readonly Declaration[], known: ReadonlySet<string>): string | undefined {
  const before = new Set<string>();
  for (const { name, value = '' } of declarations) {
    const used = value.startsWith("'") ? undefined : variablesIn(value).find((one) => before.has(one.name));
    if (used) return used.name;
    if (name !== 'PATH' && !known.has(name)) before.add(name);
  }
  return undefined;
}

/** Every stage with what is declared in the stages that it is built from. */
function* knownInStages(dockerfile: LintedDockerfile): Generator<[LintedStage, Set<string>]> {
  const atEnd = new Map<LintedStage, ReadonlySet<string>>();
  for (const stage of dockerfile.stages) {
    const above = (stage.parent && atEnd.get(stage.parent)) ?? [];
    atEnd.set(stage, new Set([...above, ...stage.instructions.flatMap((one) => namesIn(dockerfile, one))]));
    yield [stage, new Set(above)];
  }
}

function namesIn(dockerfile: LintedDockerfile, instruction: Instruction): readonly string[] {
  return dockerfile.declared(instruction).map(({ name }) => name);
}

/** Whether anything behind a FROM line has a variable in it at all. */
function usesVariables({ stages }: LintedDockerfile): boolean {
  return stages.some(({ instructions }) => instructions.some(({ body }) => body.text.includes('$')));
}

interface VariableUse {
  readonly name: string;
  readonly index: number;
}

const workedOutLater: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ONBUILD', 'SHELL', 'ARG']);

/** Variables that an instruction uses; what a shell of the container works out is its own affair. */
function usedIn({ keyword, body }: Instruction): readonly VariableUse[] {
  return workedOutLater.has(keyword) ? [] : variablesIn(body.text);
}

function variablesIn(text: string): readonly VariableUse[] {
  if (!text.includes('$')) return [];
  const uses = text.matchAll(/(?<!\\)\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/g);
  return [...uses].map((match) => ({ name: match[1] ?? match[2] ?? '', index: match.index }));
}

/** Whether a shell may set a variable by itself: an assignment, a loop, a read, a program of its own in quotes. */
function setsItself(text: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s;&|("'])(?:${name}=|for\\s+${name}\\b|read\\s)|'[^']*\\$\\{?${name}`).test(text);
}
